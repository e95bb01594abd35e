/// Tells a launcher the ports that a kernel has found free, and waits until it has noted them (JEP 66).
///
/// The JEP leaves the form of the two messages open; this is the one that xeus-zmq has given them: the delimiter, the
/// signature of the last frame, and the last frame, which is an object of the ports, as text, or `ACK`.
struct Handshake {
  /// How long a launcher may take, in milliseconds.
  static let patience = 10_000

  let connection: ConnectionFile
  let registration: ConnectionFile.Registration
  let signer: Signer

  /// Sends the ports and waits for the acknowledgement.
  ///
  /// - Throws: ``KernelError`` where it does not come in time or is not signed by the launcher.
  func run(ports: [Channel: Int], in context: ZMQContext) throws(KernelError) {
    do throws(ZMQError) {
      let socket = try Socket(.dealer, in: context)
      try socket.connect(ConnectionFile.endpoint(connection.transport, registration.ip, registration.port))
      let content = content(ports)
      try socket.send([MessageCodec.delimiter, signer.signature(of: [content]), content])
      guard try Poller.wait(socket, milliseconds: Self.patience).socket else {
        throw ZMQError.timedOut("hear from the launcher")
      }
      guard isAcknowledgement(try socket.receive()) else {
        throw ZMQError.refused("accept the launcher's answer")
      }
    } catch {
      throw KernelError("The handshake with \(registration.ip):\(registration.port) failed. \(error)")
    }
  }

  // MARK: Implementation

  private func content(_ ports: [Channel: Int]) -> [UInt8] {
    var members: [String: JSON] = ["kernel_id": .string(registration.kernelID)]
    for (channel, port) in ports { members[channel.portName] = .string(String(port)) }
    return JSON.object(members).encoded()
  }

  private func isAcknowledgement(_ frames: [[UInt8]]) -> Bool {
    guard let delimiter = frames.firstIndex(of: MessageCodec.delimiter), frames.count == delimiter + 3 else {
      return false
    }
    do throws(WireError) { try signer.verify(frames[delimiter + 1], of: [frames[delimiter + 2]]) } catch {
      return false
    }
    return frames[delimiter + 2] == Array("ACK".utf8)
  }
}
