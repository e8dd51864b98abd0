"""A port whose output is its input, behind python3-serial's RFC 2217 server on a free TCP port.

Prints that port, and what is done to the lines DTR and RTS.
"""
import socket
import threading

import serial.rfc2217
from serial.urlhandler import protocol_loop


class Port(protocol_loop.Serial):
    def _update_dtr_state(self):
        print("DTR", self.dtr, flush=True)

    def _update_rts_state(self):
        print("RTS", self.rts, flush=True)


class Connection:
    def __init__(self, client):
        self.client, self.lock = client, threading.Lock()

    def write(self, data):
        with self.lock:
            self.client.sendall(data)


def send(port, manager, connection, over):
    while not over.is_set():
        data = port.read(port.in_waiting or 1)
        if data:
            connection.write(b"".join(manager.escape(data)))


def serve(port, client):
    connection, over = Connection(client), threading.Event()
    manager = serial.rfc2217.PortManager(port, connection)
    sender = threading.Thread(target=send, args=(port, manager, connection, over))
    sender.start()
    try:
        while True:
            data = client.recv(4096)
            if not data:
                break
            port.write(b"".join(manager.filter(data)))
    except OSError:
        pass
    finally:
        over.set()
        sender.join()
        client.close()


serial_port = Port("loop://", timeout=0.1)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    serve(serial_port, listener.accept()[0])
