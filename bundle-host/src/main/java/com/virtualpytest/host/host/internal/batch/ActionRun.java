package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.host.internal.batch.ActionResult.Category;
import com.virtualpytest.host.host.internal.batch.ActionResult.Details;
import com.virtualpytest.host.host.internal.batch.ActionResult.Iteration;
import com.virtualpytest.host.host.internal.batch.ActionResult.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Does one batch of actions, one action after the other, in the thread that calls. */
final class ActionRun {

  /** Sends one command to the device; the future has a result in any case. */
  interface Sender {
    CompletableFuture<CommandResult> send(BatchStep step);

    /** The path of a picture of the device now; empty when it has none. */
    default String picture() {
      return "";
    }

    /** What kind of action it is, on the wire. */
    String typeOf(BatchStep step);
  }

  /** Hears how far it is. */
  interface Progress {
    void at(int percent, String message);
  }

  private final ActionBatch batch;
  private final Sender sender;
  private final Progress progress;
  private final Clock clock;
  private final List<Step> results = new ArrayList<>();
  private final Map<String, Object> output = new LinkedHashMap<>();
  private final List<String> pictures = new ArrayList<>();
  private String before = "";
  private final StringBuilder logs = new StringBuilder();

  ActionRun(ActionBatch batch, Sender sender, Progress progress, Clock clock) {
    this.batch = batch;
    this.sender = sender;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Runs to the end.
   *
   * @throws InterruptedException it was cancelled; a command that ran was interrupted
   */
  ActionResult run() throws InterruptedException {
    Instant begin = clock.instant();
    List<BatchStep> main = batch.main();
    before = sender.picture();
    boolean passed = all(main, Category.MAIN);
    boolean success = passed;
    if (!passed && !batch.retries().isEmpty()) {
      success = all(batch.retries(), Category.RETRY);
    }
    if (!success) {
      all(batch.failures(), Category.FAILURE);
    }
    return result(main.size(), passed, success, between(begin));
  }

  /** The answer when nothing is left to do. */
  static Map<String, Object> nothingValid() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("success", false);
    answer.put("error", "All actions were invalid and filtered out");
    answer.put("results", List.of());
    answer.put("passed_count", 0);
    answer.put("total_count", 0);
    answer.put("main_actions_succeeded", false);
    answer.put("logs", "");
    return answer;
  }

  private ActionResult result(int total, boolean passed, boolean success, Duration took) {
    List<Step> main =
        results.stream()
            .filter(step -> step.actionCategory().equals(Category.MAIN.wireName()))
            .toList();
    int good = (int) main.stream().filter(Step::success).count();
    List<String> failed =
        main.stream()
            .filter(step -> !step.success())
            .map(Step::actionDetails)
            .map(Details::command)
            .toList();
    return new ActionResult(
        success,
        total,
        good,
        total - good,
        List.copyOf(results),
        List.copyOf(pictures),
        before,
        "Batch action execution completed: " + good + "/" + total + " passed",
        success ? null : "Actions failed: " + String.join(", ", failed),
        took.toMillis(),
        passed,
        output,
        logs.toString());
  }

  private boolean all(List<BatchStep> steps, Category category) throws InterruptedException {
    boolean good = true;
    for (BatchStep step : steps) {
      progress.at(percent(category), step.command());
      Step result = one(step, category);
      results.add(result);
      logs.append(step.command()).append(": ").append(result.resultType());
      logs.append(" in ").append(result.executionTimeMs()).append(" ms\n");
      good &= result.success();
      if (!good && !step.goesOn()) {
        return false;
      }
    }
    return good;
  }

  private int percent(Category category) {
    return category == Category.MAIN
        ? Math.min(99, 100 * results.size() / Math.max(1, batch.main().size()))
        : 99;
  }

  private Step one(BatchStep step, Category category) throws InterruptedException {
    Instant begin = clock.instant();
    int times = step.iterations();
    int wait = step.waitMillis();
    long waited = 0;
    List<Iteration> iterations = new ArrayList<>();
    CommandResult last = null;
    for (int i = 1; i <= times && (last == null || last.success()); i++) {
      Instant sent = clock.instant();
      last = await(sender.send(step));
      output.putAll(last.data());
      iterations.add(
          new Iteration(i, last.success(), between(sent).toMillis(), text(last, step.command())));
      if (last.success() && wait > 0) {
        Thread.sleep(wait);
        waited += wait;
      }
    }
    return step(step, category, last, iterations, between(begin).toMillis(), waited);
  }

  private Step step(
      BatchStep step,
      Category category,
      CommandResult last,
      List<Iteration> iterations,
      long total,
      long waited) {
    int times = step.iterations();
    long took = total - waited;
    String suffix = times == 1 ? "" : " (%d/%d iterations)".formatted(iterations.size(), times);
    String error =
        last.success()
            ? null
            : last.message() == null
                ? "Failed after " + iterations.size() + " iteration(s)"
                : last.message();
    return new Step(
        last.success(),
        step.command() + suffix,
        error,
        last.success() ? "PASS" : "FAIL",
        took,
        category.wireName(),
        picture(),
        clock.millis() / 1000.0,
        times == 1 ? null : iterations,
        new Details(
            step.command(), sender.typeOf(step), step.commandParams(), times, took, waited, total),
        last.data());
  }

  private String picture() {
    String path = sender.picture();
    if (!path.isEmpty()) {
      pictures.add(path);
    }
    return path;
  }

  /** Whoever cancels the batch cancels the command that runs. */
  private static CommandResult await(CompletableFuture<CommandResult> sent)
      throws InterruptedException {
    try {
      return sent.get();
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    } catch (CancellationException | ExecutionException e) {
      throw new IllegalStateException("a command has a result in any case", e);
    }
  }

  private Duration between(Instant begin) {
    return Duration.between(begin, clock.instant());
  }

  private static String text(CommandResult result, String command) {
    return result.message() == null ? command : result.message();
  }
}
