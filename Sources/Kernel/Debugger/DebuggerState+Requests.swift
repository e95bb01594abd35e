import Interpreting

/// The requests about the debugger itself, about breakpoints, and about stepping.
extension DebuggerState {
  /// Answers a request from its arguments.
  typealias Request = @Sendable (inout DebuggerState, JSON) throws(DebuggerError) -> JSON

  /// The requests, by name.
  static let requests: [String: Request] = [
    "initialize": { (state, _) in state.initialize() },
    "attach": { (state, _) in state.attach() },
    "disconnect": { (state, _) throws(DebuggerError) in try state.disconnect() },
    "debugInfo": { (state, _) in state.debugInfo() },
    "configurationDone": { (_, _) in [:] },
    "modules": { (_, _) in ["modules": [], "totalModules": 0] },
    "threads": { (_, _) in ["threads": [["id": .int(thread), "name": "cells"]]] },
    "dumpCell": { (state, arguments) throws(DebuggerError) in try state.dumpCell(arguments) },
    "source": { (state, arguments) throws(DebuggerError) in try state.source(arguments) },
    "setBreakpoints": { (state, arguments) throws(DebuggerError) in try state.setBreakpoints(arguments) },
    "setExceptionBreakpoints": { (state, arguments) in state.setExceptionBreakpoints(arguments) },
    "pause": { (state, _) throws(DebuggerError) in try state.pause() },
    "continue": { (state, _) throws(DebuggerError) in
      try state.release(.running)
      return ["allThreadsContinued": true]
    },
    "next": { (state, _) throws(DebuggerError) in
      try state.release(.over(depth: state.held?.depth ?? 0))
      return [:]
    },
    "stepIn": { (state, _) throws(DebuggerError) in
      try state.release(.into)
      return [:]
    },
    "stepOut": { (state, _) throws(DebuggerError) in
      try state.release(.out(depth: state.held?.depth ?? 0))
      return [:]
    },
  ]

  // MARK: Implementation

  /// The name of the one filter of errors.
  private static let errorFilter = "errors"

  /// Starts the debugger and names its capabilities.
  private mutating func initialize() -> JSON {
    isStarted = true
    return [
      "supportsConfigurationDoneRequest": true, "supportsConditionalBreakpoints": true,
      "supportsEvaluateForHovers": true, "supportsExceptionInfoRequest": false,
      "exceptionBreakpointFilters": [
        ["filter": .string(Self.errorFilter), "label": "Errors", "default": false]
      ],
    ]
  }

  /// Attaches to the session, which is always there.
  private mutating func attach() -> JSON {
    send("initialized")
    return [:]
  }

  /// Stops the debugger; a cell that is held resumes.
  private mutating func disconnect() throws(DebuggerError) -> JSON {
    isStarted = false
    breakpoints = [:]
    holdsErrors = false
    if held != nil { try release(.running) }
    sources = CellSources()
    return [:]
  }

  /// Tells what a frontend needs to know before it starts, or finds again after it was loaded anew.
  private func debugInfo() -> JSON {
    let breakpoints = breakpoints.sorted { $0.key < $1.key }.map { path, lines -> JSON in
      ["source": .string(path), "breakpoints": .array(lines.map { ["line": .int($0.line)] })]
    }
    return [
      "isStarted": .bool(isStarted), "hashMethod": "Murmur2",
      "hashSeed": .int(Int(CellSources.seed)), "tmpFilePrefix": .string(CellSources.prefix),
      "tmpFileSuffix": .string(CellSources.suffix), "breakpoints": .array(breakpoints),
      "stoppedThreads": held == nil ? [] : [.int(Self.thread)], "richRendering": true,
      "exceptionPaths": ["DreamKit"], "copyToGlobals": true,
    ]
  }

  /// Gives a cell its name.
  private mutating func dumpCell(_ arguments: JSON) throws(DebuggerError) -> JSON {
    guard let code = arguments["code"]?.string else { throw DebuggerError("The request needs 'code'.") }
    return ["sourcePath": .string(sources.add(code))]
  }

  /// The text of a cell that has a name.
  private func source(_ arguments: JSON) throws(DebuggerError) -> JSON {
    guard let path = arguments["source"]?["path"]?.string, let code = sources.code(at: path) else {
      throw DebuggerError("There is no cell of that name.")
    }
    return ["content": .string(code), "mimeType": "text/x-python"]
  }

  /// Replaces the breakpoints of a cell. One on a line without a statement moves to the next that has one.
  private mutating func setBreakpoints(_ arguments: JSON) throws(DebuggerError) -> JSON {
    guard let path = arguments["source"]?["path"]?.string else {
      throw DebuggerError("The request needs the path of a source.")
    }
    let lines = sources.code(at: path).map(session.statementLines)
    var set: [Breakpoint] = []
    let wanted = arguments["breakpoints"]?.array ?? []
    let answers = wanted.enumerated().map { index, request -> JSON in
      let asked = request["line"]?.int ?? 0
      guard let line = lines.map({ $0.first { $0 >= asked } }) ?? asked else {
        return [
          "id": .int(index), "verified": false, "line": .int(asked),
          "message": "There is no statement on this line or below it.",
        ]
      }
      let condition = request["condition"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      if !set.contains(where: { $0.line == line }) {
        set.append(Breakpoint(line: line, condition: condition))
      }
      return ["id": .int(index), "verified": true, "line": .int(line), "source": ["path": .string(path)]]
    }
    breakpoints[path] = set.isEmpty ? nil : set
    return ["breakpoints": .array(answers)]
  }

  /// Chooses whether a cell is held where it fails.
  private mutating func setExceptionBreakpoints(_ arguments: JSON) -> JSON {
    holdsErrors = arguments["filters"]?.array?.contains(.string(Self.errorFilter)) ?? false
    return [:]
  }

  /// Holds the cell that runs at its next statement.
  private mutating func pause() throws(DebuggerError) -> JSON {
    guard cells > 0, held == nil else { throw DebuggerError("No cell runs.") }
    stepping = .pausing
    return [:]
  }
}
