/// A request that a handler answers.
struct Request {
  let message: Message
  let sink: RequestSink
  var content: JSON { message.content }
  /// The subshell that the request is for; nil for the main shell.
  var subshell: String? { message.header.subshellID }

  /// The text of a member that has to be there.
  func text(_ name: String) throws(InvalidRequest) -> String {
    guard let text = try optional(name, "a string", \.string) else { throw missing(name, "a string") }
    return text
  }

  /// The text of a member, nil where it is missing or null.
  func optionalText(_ name: String) throws(InvalidRequest) -> String? {
    try optional(name, "a string", \.string)
  }

  /// The truth value of a member, `other` where it is missing or null.
  func flag(_ name: String, otherwise other: Bool) throws(InvalidRequest) -> Bool {
    try optional(name, "true or false", \.bool) ?? other
  }

  /// The integer of a member, nil where it is missing or null.
  func number(_ name: String) throws(InvalidRequest) -> Int? {
    try optional(name, "a whole number", \.int)
  }

  /// The members of a member, none where it is missing or null.
  func object(_ name: String) throws(InvalidRequest) -> [String: JSON] {
    try optional(name, "an object", \.object) ?? [:]
  }

  // MARK: Implementation

  private func optional<Value>(
    _ name: String, _ kind: String, _ read: (JSON) -> Value?
  ) throws(InvalidRequest) -> Value? {
    guard let member = content[name], member != .null else { return nil }
    guard let value = read(member) else { throw missing(name, kind) }
    return value
  }

  private func missing(_ name: String, _ kind: String) -> InvalidRequest {
    InvalidRequest("The content of \(message.header.type) needs '\(name)', \(kind).")
  }
}

/// Why a request cannot be answered as it is: one sentence for the author of the client.
struct InvalidRequest: Error, Equatable {
  let description: String

  init(_ description: String) { self.description = description }
}

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
