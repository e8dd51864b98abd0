package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose jars this host takes: those of the certificates in the files that {@code
 * BUNDLE_TRUSTED_CERTS} names, and of certificates that one of these has issued; anybody's when it
 * is not set. A certificate that is named counts for as long as it is named, whatever its dates;
 * one that was issued by it counts while it is valid. Immutable.
 */
final class TrustedSigners {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedSigners.class);
  private static final String VARIABLE = "BUNDLE_TRUSTED_CERTS";
  private static final String HINT =
      "Sign it with jarsigner and the key of a certificate in BUNDLE_TRUSTED_CERTS";

  /** Entries that hold the signatures themselves. */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)");

  private static final int SHOWN = 120;

  private final Set<X509Certificate> trusted;

  private TrustedSigners(Set<X509Certificate> trusted) {
    this.trusted = trusted;
  }

  /** No signature is asked for. */
  static TrustedSigners anybody() {
    return new TrustedSigners(Set.of());
  }

  /**
   * Reads the certificates.
   *
   * @throws SettingException a file cannot be read or holds none
   */
  static TrustedSigners of(Settings settings) throws SettingException {
    String files = settings.get(VARIABLE).orElse("");
    Set<X509Certificate> found = new HashSet<>();
    for (String file : files.split(",")) {
      if (!file.isBlank()) {
        found.addAll(read(Path.of(file.strip())));
      }
    }
    return new TrustedSigners(found);
  }

  private static Set<X509Certificate> read(Path file) throws SettingException {
    try (InputStream in = Files.newInputStream(file)) {
      Set<X509Certificate> found =
          certificates(CertificateFactory.getInstance("X.509").generateCertificates(in).stream());
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | CertificateException e) {
      LOG.debug("{} cannot be read", file, e);
    }
    throw new SettingException(
        VARIABLE, "must name files with certificates (PEM), was \"" + file + "\"");
  }

  private static Set<X509Certificate> certificates(Stream<? extends Certificate> any) {
    return any.map(X509Certificate.class::cast).collect(Collectors.toSet());
  }

  /**
   * Reads a jar to its end and refuses it unless all of it was signed by somebody trusted.
   *
   * @param jar a file that nobody else writes to
   */
  void check(Path jar) throws DeployException {
    if (trusted.isEmpty()) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      Set<String> names = names(file);
      byte[] buffer = new byte[1 << 16];
      Set<CodeSigner> accepted = new HashSet<>();
      for (JarEntry entry : file.stream().filter(TrustedSigners::counts).toList()) {
        check(entry, signers(file, entry, buffer), accepted);
      }
      nothingTakenOut(file.getManifest(), names);
    } catch (SecurityException e) {
      LOG.debug("The signature of {} is wrong", jar.getFileName(), e);
      throw untrusted("The jar is not as it was signed: it was changed afterwards");
    } catch (IOException e) {
      throw JarInspector.broken(e);
    }
  }

  /** Of two entries with one name, one would be looked at and the other one be run. */
  private static Set<String> names(JarFile file) throws DeployException {
    Set<String> names = new HashSet<>();
    for (JarEntry entry : file.stream().toList()) {
      if (!names.add(entry.getName())) {
        throw untrusted("The jar has two entries of the name " + shown(entry.getName()));
      }
    }
    boolean signed = names.stream().map(TrustedSigners::upper).anyMatch(n -> n.endsWith(".SF"));
    if (!signed) {
      throw untrusted("The jar is not signed");
    }
    return names;
  }

  private static boolean counts(JarEntry entry) {
    boolean folder = entry.isDirectory() && entry.getSize() <= 0;
    return !folder && !SIGNATURE.matcher(upper(entry.getName())).matches();
  }

  /** Known once the entry was read. */
  private static CodeSigner[] signers(JarFile file, JarEntry entry, byte[] buffer)
      throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      for (int n = 0; n >= 0; ) {
        n = in.read(buffer);
      }
    }
    return entry.getCodeSigners();
  }

  private void check(JarEntry entry, CodeSigner[] signers, Set<CodeSigner> accepted)
      throws DeployException {
    if (signers == null || signers.length == 0) {
      throw untrusted("Not all of the jar is signed: " + shown(entry.getName()) + " is not");
    }
    if (Stream.of(signers).noneMatch(one -> accepted.contains(one) || trusts(one))) {
      throw untrusted(
          "The jar is signed by " + shown(name(signers[0])) + ", whom this host does not trust");
    }
    accepted.addAll(Stream.of(signers).filter(this::trusts).toList());
  }

  /** What a manifest vouches for must be there. */
  private static void nothingTakenOut(Manifest manifest, Set<String> names) throws DeployException {
    for (var section : manifest.getEntries().entrySet()) {
      if (digested(section.getValue()) && !names.contains(section.getKey())) {
        throw untrusted("The jar lacks " + shown(section.getKey()) + ", which was signed");
      }
    }
  }

  private static boolean digested(Attributes section) {
    return section.keySet().stream().anyMatch(key -> upper(key.toString()).endsWith("-DIGEST"));
  }

  private boolean trusts(CodeSigner signer) {
    List<? extends Certificate> chain = signer.getSignerCertPath().getCertificates();
    if (chain.isEmpty() || trusted.contains(chain.get(0))) {
      return !chain.isEmpty();
    }
    int issuer = 1;
    while (issuer < chain.size() && !trusted.contains(chain.get(issuer))) {
      issuer++;
    }
    return issued(chain.subList(0, issuer));
  }

  private boolean issued(List<? extends Certificate> chain) {
    Set<TrustAnchor> anchors =
        trusted.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false); // a host need not reach anybody's lists
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
      return true;
    } catch (CertPathValidatorException e) {
      LOG.debug("A signer's certificate does not lead to a trusted one", e);
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java checks certificates", e);
    }
  }

  private static String name(CodeSigner signer) {
    return signer.getSignerCertPath().getCertificates().get(0) instanceof X509Certificate leaf
        ? leaf.getSubjectX500Principal().getName()
        : "somebody";
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static DeployException untrusted(String why) {
    return new DeployException(Kind.UNTRUSTED, why, HINT);
  }
}
