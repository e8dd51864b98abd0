package com.virtualpytest.host.host.internal.deploy;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says what the declarative services of a bundle wait for. */
final class ComponentState {

  private static final String FAILED = " failed to activate";

  /** The type of an exception, at the beginning of a line of its stack trace. */
  private static final Pattern CAUSE =
      Pattern.compile("(?m)^(?:Caused by: )?(?:[\\w$]+\\.)+([\\w$]+)(?=:|$)");

  private ComponentState() {}

  /**
   * The first component that cannot work, and why. One that waits for its configuration is not
   * counted: many have none until somebody wants them.
   */
  static Optional<String> unsatisfied(ServiceComponentRuntime runtime, Bundle bundle) {
    return runtime.getComponentDescriptionDTOs(bundle).stream()
        .filter(runtime::isComponentEnabled)
        .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
        .flatMap(ComponentState::describe)
        .sorted()
        .findFirst();
  }

  /** Whether that is worth waiting for no longer. */
  static boolean failed(Optional<String> unsatisfied) {
    return unsatisfied.filter(what -> what.contains(FAILED)).isPresent();
  }

  private static Stream<String> describe(ComponentConfigurationDTO configuration) {
    ComponentDescriptionDTO component = configuration.description;
    return switch (configuration.state) {
      case ComponentConfigurationDTO.FAILED_ACTIVATION -> Stream.of(failed(configuration));
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          Stream.of(configuration.unsatisfiedReferences)
              .map(reference -> component.name + " needs " + needed(component, reference));
      default -> Stream.empty();
    };
  }

  private static String failed(ComponentConfigurationDTO configuration) {
    String trace = configuration.failure == null ? "" : configuration.failure;
    String cause =
        CAUSE
            .matcher(trace)
            .results()
            .map(found -> " with " + found.group(1))
            .reduce("", (outer, inner) -> inner);
    return configuration.description.name + FAILED + cause + "; the log has the whole story";
  }

  private static String needed(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
    return Stream.of(component.references)
        .filter(reference -> reference.name.equals(missing.name))
        .map(reference -> service(reference, missing))
        .findFirst()
        .orElse("the reference " + missing.name);
  }

  private static String service(ReferenceDTO reference, UnsatisfiedReferenceDTO missing) {
    String target = missing.target == null ? "" : " with " + missing.target;
    return "the service " + reference.interfaceName + target;
  }
}
