/// Answers `shutdown_request` and tells all clients.
enum Shutdown {
  static func reply(to request: Request) -> Reply {
    let content: JSON = ["status": "ok", "restart": .bool(request.content["restart"]?.bool ?? false)]
    request.sink.publish("shutdown_reply", content)
    return Reply(content, endsKernel: true)
  }
}
