/// Answers the messages about comms, of which this kernel has none.
enum Comms {
  static func info(_ request: Request) -> Reply { Reply(["status": "ok", "comms": [:]]) }

  /// Closes what a client opens: no target is known.
  static func open(_ request: Request) -> Reply {
    if let id = request.content["comm_id"] {
      request.sink.publish("comm_close", ["comm_id": id, "data": [:]])
    }
    return Reply(nil)
  }
}
