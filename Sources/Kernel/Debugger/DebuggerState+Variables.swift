import Interpreting

/// The requests about frames and variables.
extension DebuggerState {
  /// Answers a request from its arguments and the session's variables, with the floor.
  typealias Look = @Sendable (inout DebuggerState, JSON, any InspectableScope) throws(DebuggerError) -> JSON

  /// The requests, by name.
  static let looks: [String: Look] = [
    "stackTrace": { (state, arguments, _) in state.stackTrace(arguments) },
    "scopes": { (state, arguments, _) throws(DebuggerError) in try state.scopes(arguments) },
    "variables": { (state, arguments, _) throws(DebuggerError) in try state.variables(arguments) },
    "inspectVariables": { (state, _, globals) in state.inspectVariables(globals) },
    "richInspectVariables": { (state, arguments, globals) throws(DebuggerError) in
      try state.richInspectVariables(arguments, globals)
    },
    "copyToGlobals": { (state, arguments, _) throws(DebuggerError) in try state.copyToGlobals(arguments) },
  ]

  /// A variable as the protocol has it.
  mutating func describe(_ variable: any InspectableVariable) -> JSON {
    let count = variable.partCount
    return [
      "name": .string(variable.name), "value": .string(variable.text), "type": .string(variable.type),
      "evaluateName": .string(variable.name),
      "variablesReference": .int(count > 0 ? references.add(.variable(variable)) : 0),
    ]
  }

  // MARK: Implementation

  /// The frames of the cell that is held, the innermost first.
  private mutating func stackTrace(_ arguments: JSON) -> JSON {
    guard let trace = held else { return ["stackFrames": [], "totalFrames": 0] }
    let frames = (0..<trace.depth).reversed().map { index -> JSON in
      let frame = trace[index]
      let path = frame.note ?? sources.add(frame.code)
      return [
        "id": .int(index + 1), "name": .string(frame.name), "line": .int(frame.line),
        "column": .int(frame.column),
        "source": ["name": .string(frame.name), "path": .string(path)],
      ]
    }
    let start = max(0, arguments["startFrame"]?.int ?? 0)
    let levels = arguments["levels"]?.int.flatMap { $0 > 0 ? $0 : nil } ?? frames.count
    return [
      "stackFrames": .array(Array(frames.dropFirst(start).prefix(levels))), "totalFrames": .int(frames.count),
    ]
  }

  /// The scopes of a frame.
  private mutating func scopes(_ arguments: JSON) throws(DebuggerError) -> JSON {
    let (trace, frame) = try place(in: arguments)
    let scopes = trace.scopes(of: frame).map { scope -> JSON in
      [
        "name": .string(scope.name), "variablesReference": .int(references.add(.scope(scope))),
        "expensive": false,
      ]
    }
    return ["scopes": .array(scopes)]
  }

  /// The variables of a scope, or the parts of a variable.
  private mutating func variables(_ arguments: JSON) throws(DebuggerError) -> JSON {
    guard let target = references.target(arguments["variablesReference"]?.int ?? 0) else {
      throw DebuggerError("The cell has resumed since; ask for its variables again.")
    }
    switch target {
    case .scope(let scope): return ["variables": .array(scope.variables.map { describe($0) })]
    case .variable(let variable):
      let start = max(0, min(arguments["start"]?.int ?? 0, variable.partCount))
      let count = arguments["count"]?.int.flatMap { $0 > 0 ? $0 : nil } ?? Self.mostParts
      let end = start + min(count, variable.partCount - start)
      var parts = variable.parts(start..<end).map { describe($0) }
      if arguments["count"] == nil, end < variable.partCount {
        parts.append([
          "name": "…", "value": .string("\(variable.partCount - end) more"), "type": "",
          "variablesReference": 0,
        ])
      }
      return ["variables": .array(parts)]
    }
  }

  /// The session's variables, also while no cell is held.
  private mutating func inspectVariables(_ globals: any InspectableScope) -> JSON {
    if held == nil { references = VariableReferences() }
    return ["variables": .array(globals.variables.map { describe($0) })]
  }

  /// A variable as a cell shows it, pictures as thumbnails.
  private func richInspectVariables(
    _ arguments: JSON, _ globals: any InspectableScope
  ) throws(DebuggerError) -> JSON {
    guard let name = arguments["variableName"]?.string else {
      throw DebuggerError("The request needs 'variableName'.")
    }
    let frame = held.map { (arguments["frameId"]?.int ?? $0.depth) &- 1 } ?? 0
    let scopes = held?.scopes(of: frame) ?? [globals]
    guard let variable = scopes.lazy.compactMap({ $0[name] }).first else {
      throw DebuggerError("There is no variable '\(name)' here.")
    }
    let bundle = variable.bundle()
    return ["data": bundle?.data ?? [:], "metadata": bundle?.metadata ?? [:]]
  }

  /// Copies a variable of a frame to the session's.
  private func copyToGlobals(_ arguments: JSON) throws(DebuggerError) -> JSON {
    let (trace, frame) = try place(in: arguments, key: "srcFrameId")
    guard let name = arguments["srcVariableName"]?.string, let copy = arguments["dstVariableName"]?.string
    else {
      throw DebuggerError("The request needs 'srcVariableName' and 'dstVariableName'.")
    }
    guard session.isVariableName(copy) else { throw DebuggerError("'\(copy)' is no name of a variable.") }
    guard trace.copyToGlobals(name, of: frame, as: copy) else {
      throw DebuggerError("There is no variable '\(name)' in this frame.")
    }
    return [:]
  }

  /// How many parts are shown where a frontend does not say how many it wants.
  private static let mostParts = 500

  /// The cell that is held, and the index of the frame that a request names.
  private func place(
    in arguments: JSON, key: String = "frameId"
  ) throws(DebuggerError) -> (any ExecutionTrace, Int) {
    guard let trace = held else { throw DebuggerError("No cell is held.") }
    guard let frame = arguments[key]?.int, frame >= 1, frame <= trace.depth else {
      throw DebuggerError("There is no such frame.")
    }
    return (trace, frame - 1)
  }
}
