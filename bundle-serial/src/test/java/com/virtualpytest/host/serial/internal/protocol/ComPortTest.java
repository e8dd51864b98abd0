package com.virtualpytest.host.serial.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends, one message after the other. */
class ComPortTest {

  private static final class FakePort implements ComPortServer.Target {
    private final List<String> calls = new ArrayList<>();
    private LineSettings settings = LineSettings.DEFAULT;
    private ModemLines lines = new ModemLines(true, true, true, false, false, false);
    private boolean locked;
    private boolean breaking;

    @Override
    public LineSettings settings() {
      return settings;
    }

    @Override
    public void apply(LineSettings next) {
      settings = locked ? settings : next;
    }

    @Override
    public void setBreak(boolean on) {
      breaking = locked ? breaking : on;
      calls.add("break " + on);
    }

    @Override
    public boolean breaking() {
      return breaking;
    }

    @Override
    public void setLines(Boolean dtr, Boolean rts) {
      lines =
          new ModemLines(
              dtr == null ? lines.dtr() : dtr,
              rts == null ? lines.rts() : rts,
              lines.cts(),
              lines.dsr(),
              lines.ri(),
              lines.dcd());
    }

    @Override
    public ModemLines lines() {
      return lines;
    }

    @Override
    public void suspend(boolean on) {
      calls.add("suspend " + on);
    }

    @Override
    public void discardOutput() {
      calls.add("discard");
    }
  }

  private final FakePort port = new FakePort();
  private final TelnetDecoder toServer = new TelnetDecoder();
  private final TelnetDecoder toClient = new TelnetDecoder();
  private ComPortServer server;
  private ComPortClient client;

  @BeforeEach
  void connect() throws IOException {
    server =
        new ComPortServer(
            port, toServer, bytes -> toClient.decode(bytes, bytes.length, client), "test");
    client = new ComPortClient(toClient, bytes -> toServer.decode(bytes, bytes.length, server));
    server.start();
    client.start();
  }

  @Test
  void theyAgreeOnTheOption() {
    assertThat(client.settled()).isTrue();
    assertThat(client.agreed()).isTrue();
  }

  @Test
  void everySettingReachesThePort() throws IOException {
    LineSettings wanted = new LineSettings(1_500_000, 7, Parity.MARK, StopBits.TWO, Flow.XONXOFF);

    client.apply(wanted);

    assertThat(port.settings).isEqualTo(wanted);
  }

  @Test
  void aRefusalIsNoticed() {
    port.locked = true;

    assertThatThrownBy(() -> client.apply(LineSettings.DEFAULT.withBaud(9600)))
        .isInstanceOf(IOException.class)
        .hasMessage("the console server refused the baud rate");
    assertThatThrownBy(() -> client.setBreak(true))
        .isInstanceOf(IOException.class)
        .hasMessage("the console server refused a break");
  }

  @Test
  void breaksAndLinesReachThePort() throws IOException {
    client.setBreak(true);
    client.setBreak(false);
    client.setLines(false, null);

    assertThat(port.calls).containsExactly("break true", "break false");
    assertThat(port.lines.dtr()).isFalse();
    assertThat(port.lines.rts()).isTrue();
    assertThat(client.lines().dtr()).isFalse();
  }

  @Test
  void changesOfTheirLinesAreTold() throws IOException {
    assertThat(client.lines().cts()).isTrue();
    assertThat(client.lines().dtr()).isNull();
    client.askForLines();
    ModemLines next = new ModemLines(true, true, false, true, true, true);

    server.lines(next);

    assertThat(client.lines()).isEqualTo(next);
  }

  @Test
  void whoSpeaksOfThePortWithoutHavingAnnouncedItIsToldOfTheLinesToo() throws IOException {
    List<byte[]> sent = new ArrayList<>();
    server = new ComPortServer(port, new TelnetDecoder(), sent::add, "test");

    server.subnegotiation(
        Telnet.COM_PORT, new byte[] {ComPort.SET_DATASIZE, (byte) LineSettings.DEFAULT.dataBits()});

    assertThat(sent)
        .hasSize(2)
        .first()
        .isEqualTo(
            ComPort.message(
                ComPort.SERVER + ComPort.NOTIFY_MODEMSTATE, ComPort.modemState(port.lines, null)));
  }

  @Test
  void flowControlAndPurgeReachTheServer() throws IOException {
    send(ComPort.textMessage(ComPort.FLOWCONTROL_SUSPEND, new byte[0]));
    send(ComPort.textMessage(ComPort.FLOWCONTROL_RESUME, new byte[0]));
    send(ComPort.message(ComPort.PURGE_DATA, ComPort.PURGE_BOTH));
    send(ComPort.textMessage(77, new byte[0])); // of a later version: ignored

    assertThat(port.calls).containsExactly("suspend true", "suspend false", "discard");
  }

  @Test
  void aMarkIsAnsweredEachTime() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(server.mark()).isTrue();
      assertThat(server.owing()).isZero();
    }
  }

  @Test
  void whoHasAnsweredOwesAnAnswerUntilItComes() throws IOException {
    List<byte[]> sent = new ArrayList<>();
    server = new ComPortServer(port, new TelnetDecoder(), sent::add, "test");
    assertThat(server.mark()).isFalse(); // it may not speak telnet at all
    server.option(Telnet.DO, Telnet.ECHO);
    assertThat(server.mark()).isTrue();
    assertThat(sent).last().isEqualTo(Telnet.option(Telnet.DO, Telnet.TIMING_MARK));
    assertThat(server.owing()).isZero(); // it may not know marks

    server.option(Telnet.WONT, Telnet.TIMING_MARK);

    assertThat(server.owing()).isZero();
    assertThat(server.mark()).isTrue();
    assertThat(server.mark()).isFalse();
    assertThat(server.owing()).isPositive();
  }

  private void send(byte[] message) throws IOException {
    toServer.decode(message, message.length, server);
  }
}
