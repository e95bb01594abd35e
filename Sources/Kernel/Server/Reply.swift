/// What answering a request came to.
struct Reply {
  /// The content of the reply, or nil where the protocol has none.
  var content: JSON?
  /// Whether requests to execute that wait in the queue are to be refused.
  var abortsQueue = false
  /// Whether the kernel is to end.
  var endsKernel = false

  /// A reply with that content.
  init(_ content: JSON?, abortsQueue: Bool = false, endsKernel: Bool = false) {
    self.content = content
    self.abortsQueue = abortsQueue
    self.endsKernel = endsKernel
  }

  /// The reply to a request that cannot be answered.
  static func error(_ name: String, _ message: String) -> Reply {
    Reply(["status": "error", "ename": .string(name), "evalue": .string(message), "traceback": []])
  }

  /// The reply to a request that is not as the protocol has it.
  static func invalid(_ reason: String) -> Reply { error("InvalidRequest", reason) }
}
