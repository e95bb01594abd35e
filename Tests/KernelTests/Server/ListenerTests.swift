import Glibc
import Ground
import Synchronization
import Testing

@testable import Kernel

@Suite struct ListenerTests {
  func connection(_ text: String) throws -> ConnectionFile { try ConnectionFile(parsing: Array(text.utf8)) }

  @Test(arguments: [
    #"{"transport":"tcp","kernel_id":"k","registration_port":7}"#,
    #"{"transport":"ipc","ip":"/tmp/dreamkit-listener-\#(getpid())","kernel_id":"k","registration_port":7}"#,
  ])
  func freePortsAreFound(_ text: String) throws {
    let listener = Listener(try connection(text))
    let context = try ZMQContext()
    let sockets = Array(repeating: Socket.Kind.router, count: 5)
    #expect(listener.ports(waitingFor: 0) == nil)
    func bind(_ channels: ArraySlice<Channel>) throws {
      guard let channel = channels.first else {
        let ports = try #require(listener.ports(waitingFor: 0))
        #expect(Set(ports.values).count == sockets.count)
        return
      }
      let socket = try Socket(.router, in: context)
      try listener.bind(socket, to: channel)
      try bind(channels.dropFirst())
    }
    try bind(Channel.allCases[...])
  }

  @Test(arguments: [("ACK", true), ("NAK", false)])
  func theLauncherAcknowledges(_ answer: String, _ isAccepted: Bool) throws {
    let context = try ZMQContext()
    let launcher = try Socket(.router, in: context)
    try launcher.bind("tcp://127.0.0.1:*")
    let port = try launcher.lastEndpoint().split(separator: ":").last ?? ""
    let file = try connection(
      #"{"transport":"tcp","kernel_id":"k","registration_port":"\#(port)","key":"a"}"#)
    let signer = try #require(Signer(key: file.key))
    let registration = try #require(file.registration)
    final class Outcome: Sendable { let error = Mutex<KernelError?>(nil) }
    let outcome = Outcome()
    let kernel = try KernelThread("kernel") {
      do throws(KernelError) {
        try Handshake(connection: file, registration: registration, signer: signer)
          .run(ports: [.shell: 5], in: context)
      } catch {
        outcome.error.withLock { $0 = error }
      }
    }
    let frames = try launcher.receive()
    #expect(frames[2] == signer.signature(of: [frames[3]]))
    #expect(try JSON(parsing: frames[3]) == ["kernel_id": "k", "shell_port": "5"])
    let content = Array(answer.utf8)
    try launcher.send([frames[0], MessageCodec.delimiter, signer.signature(of: [content]), content])
    #expect(kernel.wait(until: Clock.milliseconds + 5000))
    #expect((outcome.error.withLock { $0 } == nil) == isAccepted)
  }
}
