import Ground

#if canImport(Glibc)
  import Glibc
#endif

/// One running notebook: its variables, and the five things a frontend can ask of it.
///
/// All positions in source text are counted in Unicode code points, as the Jupyter protocol counts them.
///
/// Any thread may ask anything at any time. Cells take turns, statement by statement; completion and inspection look in
/// between, also in the midst of a dream: ``TurnLock`` says how.
///
/// Unchecked `Sendable`: the variables, and all that they hold, are touched by the thread that has the turn alone; the
/// three settings are made before the session is shared; all else never changes.
public final class Session: @unchecked Sendable {
  private let turns = TurnLock()
  private let table: CommandTable
  private let globals = Scope(parent: nil)
  private let clock: () -> Double
  private let host: any Host
  private let interactions = Interactions()
  /// What finds containers that only hold one another.
  let cycles = CycleCollector()

  /// How much of the calling thread's stack a cell may use, in bytes: 4 MB suits the usual thread of 8 MB; a thread
  /// with a larger stack may allow deeper calls. Past it a cell stops with an error.
  public var stackBudget = 4 << 20

  /// Whether errors are rendered with ANSI colours.
  public var usesColours = true

  /// Who watches the cells while they run, if anybody does; set before the session is shared.
  package weak var observer: (any StatementObserver)?

  /// Makes a session without variables.
  ///
  /// - Parameters:
  ///   - table: what it knows by name.
  ///   - host: the application that the language is built into.
  ///   - clock: the time in seconds since 1970.
  package init(_ table: CommandTable, host: any Host, clock: @escaping () -> Double = { Clock.wall }) {
    self.table = table
    self.host = host
    self.clock = clock
  }

  deinit {
    // Functions and the variables that hold them hold one another.
    globals.removeContents()
    cycles.collect(except: nil)
  }

  /// Runs a cell.
  ///
  /// Output goes to `sink` as it is made. When `cancellation` fires the outcome is an error named `Interrupted`; all
  /// variables, and the image a dream had reached, are kept.
  public func execute(_ code: String, sink: any DisplaySink, cancellation: Cancellation) -> Outcome {
    let source = SourceText(code)
    let execution = execution(sink: sink, cancellation: cancellation)
    defer { host.cellEnds() }
    let outcome = turns.run(unless: cancellation) {
      defer { cycles.collect(except: globals) }
      do {
        let tree = try Parser.parse(source, hints: table.hints)
        let trace = observer.flatMap { CallTrace(of: execution, source: source, for: $0) }
        defer { if trace != nil { observer?.cellEnds() } }
        let value = try Evaluator(execution, source: source, trace: trace).run(tree)
        return Outcome(result: try result(of: value), pages: execution.pages, failure: nil)
      } catch {
        let failure = failure(of: error, in: source, execution)
        return Outcome(result: nil, pages: execution.pages, failure: failure)
      }
    }
    return outcome ?? Outcome(result: nil, pages: [], failure: interruption(in: source))
  }

  /// Evaluates one expression without output, for `user_expressions`.
  public func evaluate(_ expression: String, cancellation: Cancellation) -> Result<MIMEBundle, Failure> {
    let source = SourceText(expression)
    let execution = execution(sink: SilentSink(), cancellation: cancellation)
    let result = turns.run(unless: cancellation) { () -> Result<MIMEBundle, Failure> in
      do {
        let parsed = try Parser.parseExpression(source)
        let statement = Statement(kind: .expression(parsed), range: parsed.range)
        let tree = SyntaxTree(statements: [statement], isQuiet: false)
        let value = try Evaluator(execution, source: source).run(tree)
        return .success(try (value ?? .none).bundle())
      } catch {
        return .failure(failure(of: error, in: source, execution))
      }
    }
    return result ?? .failure(interruption(in: source))
  }

  /// What could stand at the cursor.
  public func complete(_ code: String, cursor: Int) -> Completion {
    turns.look { Completer(table: table, globals: globals).complete(SourceText(code), cursor: cursor) }
  }

  /// What the name at the cursor is, or nil where there is nothing to tell. `detail` 1 asks for more.
  public func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle? {
    turns.look {
      Inspector(table: table, globals: globals).inspect(SourceText(code), cursor: cursor, detail: detail)
    }
  }

  /// Says whom to tell, on any thread, when a person's move of a control asks for work: who is told has
  /// ``respond(cancellation:)`` called on a thread of its own.
  public func whenAsked(_ tell: @escaping @Sendable () -> Void) { interactions.whenAsked(tell) }

  /// Runs again what moves of controls have asked for, in turn with the cells.
  public func respond(cancellation: Cancellation) {
    // Stopped before it began, it is not to begin; a move that comes later is.
    if cancellation.isCancelled { interactions.forgetWork() }
    while interactions.hasWork, !cancellation.isCancelled {
      let execution = execution(sink: SilentSink(), cancellation: cancellation)
      _ = turns.run(unless: cancellation) {
        interactions.next()?.runAgain(in: execution, usesColours: usesColours)
      }
    }
  }

  /// Looks at the session's variables from any thread, between two moments of whatever runs; `body` is to be short.
  package func look<Result>(_ body: (any InspectableScope) -> Result) -> Result {
    turns.look { body(VariableScope(name: "Globals", scope: globals, table: table)) }
  }

  /// Whether the code can run as it is.
  public func completeness(of code: String) -> Completeness { Completeness(of: code) }

  // MARK: Implementation

  private func execution(sink: any DisplaySink, cancellation: Cancellation) -> Execution {
    Execution(
      sink: sink, cancellation: cancellation, clock: clock, globals: globals, table: table,
      host: host, turns: turns, interactions: interactions, cycles: cycles,
      stackBudget: stackBudget)
  }

  /// Why a cell has not even begun that was asked to stop while it waited for its turn.
  private func interruption(in source: SourceText) -> Failure {
    Execution.interruption.failure(in: source, colours: usesColours)
  }

  private func result(of value: Value?) throws -> MIMEBundle? {
    guard let value else { return nil }
    if case .none = value { return nil }
    globals.bind("_", to: value)
    return try value.bundle()
  }

  private func failure(of error: any Error, in source: SourceText, _ execution: Execution) -> Failure {
    var diagnostic = Diagnostic(describing: error)
    if let reached = execution.reached, diagnostic.kind == .interrupted {
      globals.bind("_", to: reached)
      diagnostic.hint = host.hint(aboutReached: reached)
    }
    return diagnostic.failure(in: source, colours: usesColours)
  }
}

/// Takes output and forgets it.
private final class SilentSink: DisplaySink {
  func write(_ text: String, to stream: StreamName) {}
  func display(_ bundle: MIMEBundle, id: String?) {}
  func update(_ bundle: MIMEBundle, id: String) {}
  func clear(wait: Bool) {}
}
