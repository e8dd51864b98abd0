"""An independent RFC 2217 client that types one byte and then does nothing more. Its log is on."""
import sys
import serial

port = serial.serial_for_url(sys.argv[1] + "?logging=debug", baudrate=115200)
port.write(b"x")
sys.stdin.read()
