import Glibc
import Ground
import Interpreting

/// A Jupyter kernel that serves one interpreter on five channels until it is shut down.
public struct KernelServer: Sendable {
  /// The ways of encryption that a connection file may ask for, as kernelspecs name them.
  public static var encryptions: [String] { CurveKeys.areSupported ? ["curve"] : [] }

  private let connection: ConnectionFile
  private let info: KernelInfo
  private let makeInterpreter: @Sendable () -> any Interpreter

  /// Makes a kernel that listens where the connection file says.
  ///
  /// - Parameters:
  ///   - info: how the kernel introduces itself and its language.
  ///   - interpreter: makes what runs the cells, when the kernel starts.
  public init(
    connection: ConnectionFile, info: KernelInfo, interpreter: @escaping @Sendable () -> any Interpreter
  ) {
    self.connection = connection
    self.info = info
    makeInterpreter = interpreter
  }

  /// Serves until a client asks for the end, SIGTERM or SIGHUP comes, or the parent process is gone.
  ///
  /// To be called on the main thread, which afterwards waits for signals.
  ///
  /// - Throws: ``KernelError`` where the kernel cannot start, for instance because a port is taken.
  public func run() throws(KernelError) { try run(signals: ProcessSignals()) }

  /// Serves as ``run()`` does, with signals that were blocked before.
  package func run(signals: ProcessSignals) throws(KernelError) {
    CrashReport.install(version: info.version)
    guard connection.curve == nil || CurveKeys.areSupported else {
      throw KernelError("The connection file asks for CurveZMQ, which the system's ZeroMQ does not offer.")
    }
    guard let signer = Signer(key: connection.key) else {
      throw KernelError("The system's libcrypto offers no HMAC-SHA256.")
    }
    guard let alarm = Alarm(), let replyAlarm = Alarm(), let inputAlarm = Alarm() else {
      throw KernelError("Too many files are open.")
    }
    let queue = OutputQueue(alarm: alarm)
    let outbox = Outbox(alarm: replyAlarm)
    let executions = Executions()
    let activity = Activity()
    let codec = MessageCodec(signer: signer)
    let session = UniqueID.make()
    let dialogue = Dialogue(alarm: inputAlarm, session: session)
    let failure = FirstFailure()
    let listener = Listener(connection)
    let context: ZMQContext
    do { context = try ZMQContext() } catch { throw KernelError("\(error)") }

    @Sendable func serve(
      _ channel: Channel, _ kind: Socket.Kind,
      _ body:
        @escaping @Sendable (consuming Socket, (borrowing Socket) throws(ZMQError) -> Void) throws(ZMQError)
        -> Void
    ) throws(KernelError) -> KernelThread {
      try KernelThread(channel.rawValue) { [connection] in
        do throws(ZMQError) {
          try body(try Socket(kind, in: context, curve: connection.curve)) { socket throws(ZMQError) in
            try listener.bind(socket, to: channel)
          }
        } catch {
          guard !error.isTermination else { return }
          failure.record(KernelError("The \(channel.rawValue) channel failed. \(error)"))
          ProcessSignals.requestEnd()
        }
      }
    }
    queue.append(
      OutputQueue.Entry(type: "status", parent: Message.noParent, content: ["execution_state": "starting"]))
    let iopub = try serve(.iopub, .publisher) { socket, bind throws(ZMQError) in
      try IOPubLoop(queue: queue, codec: codec, session: session).run(socket, in: context, bind: bind)
    }
    let interpreter = makeInterpreter()
    interpreter.stackBudget = Self.stackBudget
    let debug = (interpreter as? any DebuggableInterpreter).map { DebugHandler(session: $0, queue: queue) }
    let shellRouter = RequestRouter(
      codec: codec, session: session, queue: queue, activity: activity,
      handlers: shellHandlers(listener, interpreter, executions, dialogue))
    let shells = try Subshells(router: shellRouter, outbox: outbox, end: ProcessSignals.requestEnd)
    let others = [
      try serve(.heartbeat, .reply) { socket, bind throws(ZMQError) in
        try bind(socket)
        try HeartbeatLoop().run(socket)
      },
      try serve(.stdin, .router) { socket, bind throws(ZMQError) in
        try bind(socket)
        try StdinLoop(dialogue: dialogue, codec: codec).run(socket)
      },
      try serve(.control, .router) { socket, bind throws(ZMQError) in
        try bind(socket)
        let router = RequestRouter(
          codec: codec, session: session, queue: queue, activity: activity,
          handlers: controlHandlers(listener, executions, shells, debug))
        try ControlLoop(router: router, end: ProcessSignals.requestEnd).run(socket)
      },
      try serve(.shell, .router) { socket, bind throws(ZMQError) in
        try bind(socket)
        try ShellLoop(router: shellRouter, shells: shells, outbox: outbox).run(socket)
      },
    ]
    let published = try register(listener, signer, in: context)
    defer { withExtendedLifetime(published) {} }
    signals.waitForEnd(interrupt: executions.interrupt)

    shells.close()
    executions.interrupt()
    context.shutDownAfterDelivery(of: queue, publisher: iopub)
    let deadline = Clock.milliseconds + 25
    let allEnded = others.reduce(shells.wait(until: deadline)) { $1.wait(until: deadline) && $0 }
    // A cell that does not stop must not hold up the end: the process ends without it.
    if allEnded { context.terminate() }
    if let error = failure.error { throw error }
  }

  /// The stack of a thread that evaluates, in bytes.
  package static let evaluationStack = 64 << 20

  /// How much of ``evaluationStack`` cells may use, in bytes; the rest is for what they call.
  package static let stackBudget = 48 << 20

  // MARK: Implementation

  /// Tells the launcher the ports, where the connection file asks for it, and writes them down for other clients.
  private func register(
    _ listener: Listener, _ signer: Signer, in context: ZMQContext
  ) throws(KernelError) -> PublishedConnection? {
    guard let registration = connection.registration else { return nil }
    guard let ports = listener.ports(waitingFor: Handshake.patience) else {
      throw KernelError("The kernel found no free ports.")
    }
    try Handshake(connection: connection, registration: registration, signer: signer)
      .run(ports: ports, in: context)
    return PublishedConnection.write(connection, id: registration.kernelID, ports: ports)
  }

  private func controlHandlers(
    _ listener: Listener, _ executions: Executions, _ shells: Subshells, _ debug: DebugHandler?
  ) -> [String: RequestRouter.Handler] {
    let subshells = SubshellHandlers(shells: shells)
    var handlers: [String: RequestRouter.Handler] = [
      "kernel_info_request": info.reply, "connect_request": listener.reply,
      "shutdown_request": Shutdown.reply, "usage_request": Usage().reply,
      "interrupt_request": { _ in
        executions.interrupt()
        return Reply(["status": "ok"])
      },
      "create_subshell_request": subshells.create, "delete_subshell_request": subshells.delete,
      "list_subshell_request": subshells.list,
    ]
    handlers["debug_request"] = debug?.reply
    return handlers
  }

  private func shellHandlers(
    _ listener: Listener, _ interpreter: any Interpreter, _ executions: Executions, _ dialogue: Dialogue
  ) -> [String: RequestRouter.Handler] {
    let history = History(path: History.userFile)
    let comms = CommTable()
    let widgets = Widgets(comms: comms)
    let execute = ExecuteHandler(interpreter: interpreter, executions: executions, history: history) {
      CellSink($0, widgets: widgets, dialogue: dialogue)
    }
    let responder = Responder(interpreter: interpreter, executions: executions)
    interpreter.whenAsked { responder.ask() }
    let code = CodeHandlers(interpreter: interpreter)
    return [
      "kernel_info_request": info.reply, "connect_request": listener.reply,
      "execute_request": execute.reply,
      "complete_request": code.complete, "inspect_request": code.inspect,
      "is_complete_request": code.isComplete,
      "history_request": history.reply, "comm_info_request": widgets.info, "comm_open": comms.open,
      "comm_msg": comms.receive, "comm_close": comms.close,
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
