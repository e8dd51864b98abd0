package com.virtualpytest.host.host.internal.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingException;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Keeps dropped-in bundles from ending the host: their calls of {@code System.exit}, {@code
 * Runtime.exit} and {@code Runtime.halt}, and what their references to these methods lead to, throw
 * a {@link SecurityException} instead. Calls by reflection are not covered.
 */
final class ExitWeaver implements WeavingHook {
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String EXCEPTION = "java/lang/SecurityException";
  private static final String REFUSE = "refuse$exit";
  private static final String MESSAGE = "A dropped-in bundle may not end the host";

  @Override
  public void weave(WovenClass woven) {
    if (!BundleOperations.droppedIn(woven.getBundleWiring().getBundle())) {
      return;
    }
    byte[] bytes = woven.getBytes();
    if (names(bytes, "exit") || names(bytes, "halt")) {
      woven.setBytes(readable(bytes));
    }
  }

  /** Most classes do not have the word, and need not be read. */
  private static boolean names(byte[] bytes, String word) {
    for (int i = 0; i + word.length() <= bytes.length; i++) {
      int at = 0;
      while (at < word.length() && bytes[i + at] == word.charAt(at)) {
        at++;
      }
      if (at == word.length()) {
        return true;
      }
    }
    return false;
  }

  /** The framework never again asks a hook that has thrown anything else. */
  private static byte[] readable(byte[] bytes) {
    try {
      return withoutExit(bytes);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new WeavingException("The class cannot be read", e);
    }
  }

  static byte[] withoutExit(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    // the frames stay valid: stack and locals are after the new call as after the old one
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Visitor(writer), 0);
    return writer.toByteArray();
  }

  /** Calls methods of the class itself in the place of Java's. */
  private static final class Visitor extends ClassVisitor {
    private final Set<String> refused = new TreeSet<>();
    private String type;
    private boolean isInterface;

    private Visitor(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] others) {
      type = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, signature, parent, others);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String arguments, boolean ofInterface) {
          if (ends(owner, called, arguments)) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, type, REFUSE, refusal(owner), isInterface);
          } else {
            super.visitMethodInsn(opcode, owner, called, arguments, ofInterface);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String arguments, Handle bootstrap, Object... constants) {
          Object[] harmless = Stream.of(constants).map(Visitor.this::harmless).toArray();
          super.visitInvokeDynamicInsn(called, arguments, bootstrap, harmless);
        }
      };
    }

    /** What a method reference refers to. */
    private Object harmless(Object constant) {
      return constant instanceof Handle method
              && ends(method.getOwner(), method.getName(), method.getDesc())
          ? new Handle(
              Opcodes.H_INVOKESTATIC, type, REFUSE, refusal(method.getOwner()), isInterface)
          : constant;
    }

    /** The descriptor of the method that stands in for one of {@code owner}'s. */
    private String refusal(String owner) {
      String descriptor = owner.equals(RUNTIME) ? "(L" + RUNTIME + ";I)V" : "(I)V";
      refused.add(descriptor);
      return descriptor;
    }

    @Override
    public void visitEnd() {
      refused.forEach(this::addRefusal);
      super.visitEnd();
    }

    private void addRefusal(String descriptor) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      MethodVisitor code = super.visitMethod(access, REFUSE, descriptor, null, null);
      code.visitCode();
      code.visitTypeInsn(Opcodes.NEW, EXCEPTION);
      code.visitInsn(Opcodes.DUP);
      code.visitLdcInsn(MESSAGE);
      code.visitMethodInsn(
          Opcodes.INVOKESPECIAL, EXCEPTION, "<init>", "(Ljava/lang/String;)V", false);
      code.visitInsn(Opcodes.ATHROW);
      code.visitMaxs(0, 0);
      code.visitEnd();
    }

    private static boolean ends(String owner, String called, String arguments) {
      boolean exit = called.equals("exit") || called.equals("halt");
      return exit && arguments.equals("(I)V") && (owner.equals(SYSTEM) || owner.equals(RUNTIME));
    }
  }
}
