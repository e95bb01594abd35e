/// Answers `shutdown_request` and tells all clients.
enum Shutdown {
  static func reply(to request: Request) throws(InvalidRequest) -> Reply {
    let content: JSON = ["status": "ok", "restart": .bool(try request.flag("restart", otherwise: false))]
    request.sink.publish("shutdown_reply", content)
    return Reply(content, endsKernel: true)
  }
}
