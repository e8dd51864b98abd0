"""An independent RFC 2217 server in front of a port that only exists here: it sends back what it
gets, and says on stdout how it is set. Prints the TCP port first."""
import contextlib
import socket
import sys
import threading
import time
import serial
import serial.rfc2217


class FakePort:
    def __init__(self):
        self.cts, self.dsr, self.ri, self.cd = True, False, False, True

    baudrate = 115200
    bytesize = 8
    parity = serial.PARITY_NONE
    stopbits = serial.STOPBITS_ONE
    xonxoff = False
    rtscts = False

    def __setattr__(self, name, value):
        if name == "baudrate" and value == 600:
            raise ConnectionError("as if the server ended")
        if name == "baudrate" and value == 300:
            threading.Event().wait()
        if getattr(self, name, None) != value and name not in ("cts", "dsr", "ri", "cd"):
            print(name, value, flush=True)
        object.__setattr__(self, name, value)

    def reset_input_buffer(self):
        pass

    def reset_output_buffer(self):
        pass


listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
while True:
    client, _ = listener.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    lock = threading.Lock()

    class Connection:
        def write(self, data):
            with lock:
                client.sendall(data)

    fake = FakePort()
    manager = serial.rfc2217.PortManager(fake, Connection())
    with contextlib.suppress(ConnectionError):
        while True:
            data = client.recv(4096)
            if not data:
                break
            payload = b"".join(manager.filter(data))
            if b"X" in payload:
                break  # as if the cable to it were pulled
            if payload:
                fake.dsr = b"D" in payload or fake.dsr
                manager.check_modem_lines()
                with lock:
                    client.sendall(b"".join(manager.escape(payload)))
    client.close()
