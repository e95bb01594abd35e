/// A message on a comm: JSON, and bytes that travel beside it.
struct CommMessage: Sendable, Equatable {
  var data: JSON = [:]
  var metadata: JSON = [:]
  var buffers: [[UInt8]] = []
}

/// What happens at the kernel's end of a comm; called on the thread that answers the client's message.
protocol CommEnd: Sendable {
  /// The client has opened the comm.
  func opened(_ comm: String, with message: CommMessage, by request: RequestSink)
  /// The client has sent a message.
  func received(_ message: CommMessage, on comm: String, by request: RequestSink)
  /// The client has closed the comm.
  func closed(_ comm: String)
}

extension CommEnd {
  /// Nothing happens.
  func opened(_ comm: String, with message: CommMessage, by request: RequestSink) {}
  /// Nothing happens.
  func closed(_ comm: String) {}
}

extension RequestSink {
  /// Opens the kernel's end of a comm at all clients.
  func open(_ comm: String, target: String, _ message: CommMessage) {
    publish(
      "comm_open", ["comm_id": .string(comm), "target_name": .string(target), "data": message.data],
      metadata: message.metadata, buffers: message.buffers)
  }

  /// Sends a message to the clients' ends of a comm.
  func say(_ message: CommMessage, on comm: String) {
    publish(
      "comm_msg", ["comm_id": .string(comm), "data": message.data], metadata: message.metadata,
      buffers: message.buffers)
  }

  /// Closes the clients' ends of a comm.
  func close(_ comm: String) { publish("comm_close", ["comm_id": .string(comm), "data": [:]]) }
}
