// Shows the display with noVNC's RFB module. Query: path (of the WebSocket, default websockify),
// autoconnect (default true on vnc_lite.html), reconnect (default true), reconnect_delay (ms),
// view_only, resize (scale or off).
import RFB from "./core/rfb.js";

const query = new URLSearchParams(location.search);
const element = (id) => document.getElementById(id);
const flag = (name, fallback) => (query.has(name) ? query.get(name) !== "false" && query.get(name) !== "0" : fallback);

const delay = Number(query.get("reconnect_delay")) || 1000;
const patience = 10_000; // for one attempt, in ms
let rfb = null;
let attempt = null;
let wanted = false;
let password = null;

function say(text) {
  element("status").textContent = text;
}

function address() {
  const url = new URL("/" + (query.get("path") || "websockify").replace(/^\/+/, ""), location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

function connect() {
  wanted = true;
  element("connect").textContent = "Disconnect";
  say("Connecting…");
  rfb = new RFB(element("screen"), address(), password === null ? {} : { credentials: { password } });
  rfb.viewOnly = flag("view_only", false);
  rfb.scaleViewport = query.get("resize") !== "off";
  rfb.background = "#222";
  rfb.addEventListener("connect", connected);
  rfb.addEventListener("disconnect", disconnected);
  rfb.addEventListener("credentialsrequired", askPassword);
  rfb.addEventListener("securityfailure", refused);
  attempt = setTimeout(giveUp, patience);
  rfb.addEventListener("desktopname", (event) => { document.title = event.detail.name; });
}

// A server that takes connections and says nothing would be waited for without end.
function giveUp() {
  if (rfb !== null) {
    rfb.disconnect();
  }
}

function connected() {
  clearTimeout(attempt);
  element("password-form").hidden = true;
  element("keys").hidden = false;
  say("Connected");
}

function disconnected() {
  clearTimeout(attempt);
  rfb = null;
  element("keys").hidden = true;
  if (wanted && flag("reconnect", true)) {
    say("Connection lost, trying again…");
    setTimeout(() => { if (wanted && rfb === null) connect(); }, delay);
    return;
  }
  wanted = false;
  element("connect").textContent = "Connect";
  if (!element("status").textContent.startsWith("Refused")) {
    say("Not connected");
  }
}

function askPassword() {
  clearTimeout(attempt);
  say("This display has a password");
  element("password-form").hidden = false;
  element("password").focus();
}

function refused(event) {
  wanted = false; // with the same password it would be refused for ever
  password = null;
  say("Refused: " + (event.detail.reason || "wrong password"));
}

element("connect").addEventListener("click", () => {
  if (rfb === null && !wanted) {
    connect();
    return;
  }
  wanted = false;
  if (rfb === null) {
    disconnected();
  } else {
    rfb.disconnect();
  }
});
element("keys").addEventListener("click", () => rfb.sendCtrlAltDel());
element("password-form").addEventListener("submit", (event) => {
  event.preventDefault();
  password = element("password").value;
  element("password").value = "";
  element("password-form").hidden = true;
  rfb.sendCredentials({ password });
});

if (flag("autoconnect", location.pathname.endsWith("/vnc_lite.html"))) {
  connect();
}
