package com.virtualpytest.host.simulators.tapo;

/** One protocol, as the plug speaks it over HTTP. */
interface Wire {

  /**
   * A request.
   *
   * @param path without its query
   * @param query what follows the question mark; empty when there is none
   * @param cookie empty when none was sent
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Request(String path, String query, String cookie, byte[] body) {}

  /**
   * An answer.
   *
   * @param cookie the whole value of {@code Set-Cookie}; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Response(int status, String cookie, byte[] body) {
    static Response of(int status) {
      return new Response(status, null, new byte[0]);
    }

    static Response ok(byte[] body) {
      return new Response(200, null, body);
    }

    static Response json(Object json) {
      return ok(Crypto.utf8(json.toString()));
    }
  }

  /** Answers; null breaks off, an exception of any kind is a 400. */
  Response answer(Request request) throws Exception;

  /** Forgets everybody who logged in. */
  void forgetSessions();
}
