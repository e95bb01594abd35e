import DreamLanguage
import Glibc

/// A Jupyter kernel that serves one interpreter on five channels until it is told to end.
public struct KernelServer: Sendable {
  /// The version of the kernel.
  public static let version = KernelInfo.version

  private let connection: ConnectionFile
  private let makeInterpreter: @Sendable () -> any Interpreter

  /// Makes a kernel that listens where the connection file says; the interpreter is made on the thread that uses it.
  public init(
    connection: ConnectionFile, interpreter: @escaping @Sendable () -> any Interpreter = { Session() }
  ) {
    self.connection = connection
    makeInterpreter = interpreter
  }

  /// Serves until a client asks for the end, SIGTERM comes, or the parent process is gone.
  ///
  /// To be called on the main thread, which afterwards waits for signals.
  ///
  /// - Throws: ``KernelError`` where the kernel cannot start.
  public func run() throws(KernelError) {
    let signals = ProcessSignals()
    guard let signer = Signer(key: connection.key) else {
      throw KernelError("The system's libcrypto offers no HMAC-SHA256.")
    }
    guard let alarm = Alarm() else { throw KernelError("Too many files are open.") }
    let queue = OutputQueue(alarm: alarm)
    let execution = Execution()
    let codec = MessageCodec(signer: signer)
    let session = UniqueID.make()
    let context: ZMQContext
    do { context = try ZMQContext() } catch { throw KernelError("\(error)") }

    @Sendable func serve(
      _ name: String, _ kind: Socket.Kind, _ port: Int, stack: Int = 1 << 20,
      _ body: @escaping @Sendable (consuming Socket) throws(ZMQError) -> Void
    ) -> KernelThread {
      KernelThread(name, stack: stack) { [connection] () throws(ZMQError) in
        do throws(ZMQError) {
          let socket = try Socket(kind, in: context)
          try socket.bind(connection.endpoint(port))
          try body(socket)
        } catch {
          if !error.isTermination { ProcessSignals.requestEnd() }
          throw error
        }
      }
    }
    queue.append(
      OutputQueue.Entry(type: "status", parent: Message.noParent, content: ["execution_state": "starting"]))
    let iopub = serve("iopub", .publisher, connection.iopub) { socket throws(ZMQError) in
      try IOPubLoop(queue: queue, codec: codec, session: session).run(socket)
    }
    let others = [
      serve("heartbeat", .reply, connection.heartbeat) { socket throws(ZMQError) in
        try HeartbeatLoop().run(socket)
      },
      serve("stdin", .router, connection.stdin) { socket throws(ZMQError) in
        while true { _ = try socket.receive() }
      },
      serve("control", .router, connection.control) { socket throws(ZMQError) in
        let router = RequestRouter(
          codec: codec, session: session, queue: queue, handlers: Self.controlHandlers(execution))
        try ControlLoop(router: router, end: ProcessSignals.requestEnd).run(socket)
      },
      serve("shell", .router, connection.shell, stack: 64 << 20) {
        [makeInterpreter] socket throws(ZMQError) in
        let handlers = Self.shellHandlers(makeInterpreter(), execution)
        let router = RequestRouter(codec: codec, session: session, queue: queue, handlers: handlers)
        try ShellLoop(router: router, end: ProcessSignals.requestEnd).run(socket)
      },
    ]
    signals.waitForEnd(interrupt: execution.interrupt)

    execution.interrupt()
    context.shutDownAfterDelivery(of: queue, publisher: iopub)
    let deadline = Clock.milliseconds + 400
    let allEnded = others.reduce(true) { $1.wait(until: deadline) && $0 }
    // A cell that does not stop must not hold up the end: the process ends without it.
    if allEnded { context.terminate() }
  }

  // MARK: Implementation

  private static func controlHandlers(_ execution: Execution) -> [String: RequestRouter.Handler] {
    [
      "kernel_info_request": KernelInfo.reply,
      "shutdown_request": Shutdown.reply,
      "interrupt_request": { _ in
        execution.interrupt()
        return Reply(["status": "ok"])
      },
    ]
  }

  private static func shellHandlers(
    _ interpreter: any Interpreter, _ execution: Execution
  ) -> [String: RequestRouter.Handler] {
    let history = History()
    let execute = ExecuteHandler(interpreter: interpreter, execution: execution, history: history)
    let code = CodeHandlers(interpreter: interpreter)
    return [
      "kernel_info_request": KernelInfo.reply, "execute_request": execute.reply,
      "complete_request": code.complete, "inspect_request": code.inspect,
      "is_complete_request": code.isComplete,
      "history_request": history.reply, "comm_info_request": Comms.info, "comm_open": Comms.open,
      "shutdown_request": Shutdown.reply,
    ]
  }
}

extension ZMQContext {
  /// Lets the publisher send what is queued, then ends all blocking calls.
  fileprivate func shutDownAfterDelivery(of queue: OutputQueue, publisher: KernelThread) {
    usleep(5_000)  // The last reply's idle follows the reply.
    queue.finish()
    _ = publisher.wait(until: Clock.milliseconds + 300)
    shutDown()
  }
}
