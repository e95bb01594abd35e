import Interpreting

/// Answers the questions about code that is not run: complete, inspect, is_complete.
struct CodeHandlers: Sendable {
  let interpreter: any Interpreter

  func complete(_ request: Request) throws(InvalidRequest) -> Reply {
    let (code, cursor) = try place(in: request)
    let completion = interpreter.complete(code, cursor: cursor)
    let types = completion.matches.map { match -> JSON in
      [
        "start": .int(completion.start), "end": .int(completion.end), "text": .string(match.text),
        "type": .string(match.type), "signature": .string(match.signature),
      ]
    }
    return Reply([
      "status": "ok", "matches": .array(completion.matches.map { .string($0.text) }),
      "cursor_start": .int(completion.start), "cursor_end": .int(completion.end),
      "metadata": ["_jupyter_types_experimental": .array(types)],
    ])
  }

  func inspect(_ request: Request) throws(InvalidRequest) -> Reply {
    let (code, cursor) = try place(in: request)
    let detail = try request.number("detail_level") == 1 ? 1 : 0
    let bundle = interpreter.inspect(code, cursor: cursor, detail: detail)
    return Reply([
      "status": "ok", "found": .bool(bundle != nil), "data": bundle?.data ?? [:],
      "metadata": bundle?.metadata ?? [:],
    ])
  }

  func isComplete(_ request: Request) throws(InvalidRequest) -> Reply {
    switch interpreter.completeness(of: try request.text("code")) {
    case .complete: Reply(["status": "complete"])
    case .incomplete(let indent): Reply(["status": "incomplete", "indent": .string(indent)])
    case .invalid: Reply(["status": "invalid"])
    }
  }

  // MARK: Implementation

  /// The code and the cursor, in code points, put inside the code.
  private func place(in request: Request) throws(InvalidRequest) -> (String, Int) {
    let code = try request.text("code")
    let count = code.unicodeScalars.count
    return (code, min(max(0, try request.number("cursor_pos") ?? count), count))
  }
}
