"""An independent RFC 2217 client: says on stdout what it sees of the console at the URL given."""
import sys
import serial

port = serial.serial_for_url(sys.argv[1], baudrate=115200, timeout=20)
print("open", port.cts, port.dsr, port.ri, port.cd, flush=True)
port.baudrate = 9600
port.bytesize = 7
port.parity = serial.PARITY_EVEN
port.stopbits = serial.STOPBITS_TWO
port.xonxoff = True
port.dtr = False
port.rts = False
port.send_break(0.05)
print("set", flush=True)
data = bytes(range(256)) * 64
port.write(data)
back = port.read(len(data))
print("echo", back == data, flush=True)
while port.cts:
    port.read(0)
print("cts low", flush=True)
port.close()
