import Ground

#if canImport(Glibc)
  import Glibc
#endif

/// The names of a function's run, of a comprehension, or of the whole session.
package final class Scope: ContainerObject {
  /// The scope around this one, nil for the session's.
  private(set) var parent: Scope?
  /// The names that belong to the session although they are assigned here.
  package var globals: Set<String> = []
  /// The names that belong to a function around this one although they are assigned here.
  var nonlocals: Set<String> = []
  package private(set) var values: [String: Value] = [:]

  /// Makes an empty scope.
  package init(parent: Scope?) { self.parent = parent }

  package override var contents: [ContainerObject] {
    values.values.compactMap(\.container) + (parent.map { [$0] } ?? [])
  }
  package override func removeContents() { (values, parent) = ([:], nil) }

  deinit { release() }

  /// The value a name is bound to, here or around.
  package subscript(name: String) -> Value? {
    if globals.contains(name) { return outermost.values[name] }
    return values[name] ?? parent?[name]
  }

  /// Binds a name here, or where it belongs by a `global` or `nonlocal`.
  func bind(_ name: String, to value: Value) { home(of: name).values[name] = value }

  /// Removes a name; returns whether it was there.
  func remove(_ name: String) -> Bool { home(of: name).values.removeValue(forKey: name) != nil }

  /// The nearest function around this one that has a name of its own.
  func functionAround(having name: String) -> Scope? {
    var scope = parent
    while let outer = scope, outer.parent != nil {
      if outer.values[name] != nil { return outer }
      scope = outer.parent
    }
    return nil
  }

  /// The session's scope.
  var outermost: Scope {
    var scope = self
    while let parent = scope.parent { scope = parent }
    return scope
  }

  // MARK: Implementation

  /// Where a name is bound that is assigned here.
  private func home(of name: String) -> Scope {
    if globals.contains(name) { return outermost }
    return nonlocals.contains(name) ? functionAround(having: name) ?? self : self
  }
}

/// What belongs to one run of a cell, and is passed to every command it calls.
package final class Execution {
  /// Where output goes.
  package let sink: any DisplaySink
  /// The request to stop.
  package let cancellation: Cancellation
  /// The time in seconds since 1970.
  package let clock: () -> Double
  /// The session's variables.
  package let globals: Scope
  /// The commands.
  package let table: CommandTable
  /// The application that the language is built into.
  package let host: any Host
  /// Who may touch the session's variables.
  package let turns: TurnLock
  /// What a person's moves of controls run again.
  package let interactions: Interactions
  /// The help pages asked for.
  package var pages: [MIMEBundle] = []
  /// What finds containers that hold one another.
  let cycles: CycleCollector
  /// What an interrupted command has reached.
  package var reached: Value?
  /// Calls a value with arguments; set by the evaluator.
  package var call: (Value, CallArguments) throws -> Value = { _, _ in .none }

  private let lowestStack: UInt
  private var displaysMade = 0

  /// Starts a run on the calling thread, of whose stack it may use `stackBudget` bytes.
  package init(
    sink: any DisplaySink, cancellation: Cancellation, clock: @escaping () -> Double, globals: Scope,
    table: CommandTable, host: any Host, turns: TurnLock = TurnLock(),
    interactions: Interactions = Interactions(), cycles: CycleCollector = CycleCollector(),
    stackBudget: Int
  ) {
    self.sink = sink
    self.cancellation = Cancellation(following: cancellation) { turns.letOthersLook() }
    self.turns = turns
    self.interactions = interactions
    self.cycles = cycles
    self.clock = clock
    self.globals = globals
    self.table = table
    self.host = host
    var marker: UInt8 = 0
    let here = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    lowestStack = here - min(here, UInt(stackBudget))
  }

  /// Starts a run in the middle of another one, on its thread and with its output, with a cancellation of its own.
  package init(within other: Execution, cancellation: Cancellation) {
    sink = other.sink
    self.cancellation = cancellation
    turns = other.turns
    clock = other.clock
    globals = other.globals
    table = other.table
    host = other.host
    interactions = other.interactions
    cycles = other.cycles
    lowestStack = other.lowestStack
  }

  /// Lets other cells go first whose turn it is, waits while readers are far behind, and throws where stopping was asked
  /// for.
  func poll() throws(Diagnostic) {
    turns.takeTurns()
    while sink.isFull, !cancellation.isCancelled { turns.withoutTurn { _ = usleep(2000) } }
    if cancellation.isCancelled { throw Self.interruption }
  }

  /// Throws where the thread's stack is nearly used up.
  ///
  /// - Parameters:
  ///   - range: what is about to be evaluated.
  ///   - source: the text that it stands in.
  @inline(__always)
  func checkStack(at range: SourceRange?, in source: SourceText) throws(Diagnostic) {
    var marker: UInt8 = 0
    let here = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    if here < lowestStack {
      throw Diagnostic(
        .recursion, "This calls itself or is nested too deeply.", hint: "Does the function ever stop?",
        at: range
      ).placed(at: nil, in: source)
    }
  }

  /// Calls a value with positional arguments.
  func invoke(_ callee: Value, _ arguments: [Value]) throws -> Value {
    try call(callee, CallArguments(arguments))
  }

  /// A run with the same variables, for what goes to another sink and can be stopped by itself.
  func branch(sink: any DisplaySink, cancellation: Cancellation, stackBudget: Int) -> Execution {
    Execution(
      sink: sink, cancellation: cancellation, clock: clock, globals: globals, table: table,
      host: host, turns: turns, interactions: interactions, cycles: cycles,
      stackBudget: stackBudget)
  }

  /// How much of the stack is left, in bytes.
  var stackLeft: Int {
    var marker: UInt8 = 0
    let here = withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
    return here > lowestStack ? Int(here - lowestStack) : 0
  }

  /// A display id that nothing else has.
  func newDisplayID() -> String {
    var generator = SystemRandomNumberGenerator()
    displaysMade += 1
    return "dream-\(String(generator.next() as UInt64, radix: 36))-\(displaysMade)"
  }

  /// The error of a run that was asked to stop.
  package static let interruption = Diagnostic(.interrupted, "The cell was interrupted.")
}
