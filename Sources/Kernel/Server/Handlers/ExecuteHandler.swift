import Ground
import Interpreting
import Synchronization

/// Answers `execute_request`; the main shell and each subshell count their own cells (JEP 91).
final class ExecuteHandler: Sendable {
  private let interpreter: any Interpreter
  private let executions: Executions
  private let history: History
  private let makeSink: @Sendable (Request) -> any DisplaySink
  /// How many cells were counted, by subshell.
  private let cells = Mutex<[String?: Int]>([:])

  /// Makes a handler; `sink` makes the sink of the cell that a request runs.
  init(
    interpreter: any Interpreter, executions: Executions, history: History,
    sink: @escaping @Sendable (Request) -> any DisplaySink
  ) {
    self.interpreter = interpreter
    self.executions = executions
    self.history = history
    makeSink = sink
  }

  func reply(to request: Request) throws(InvalidRequest) -> Reply {
    let code = try request.text("code")
    let isSilent = try request.flag("silent", otherwise: false)
    let storesHistory = try request.flag("store_history", otherwise: true)
    let stopsOnError = try request.flag("stop_on_error", otherwise: true)
    let expressions = try request.object("user_expressions")
    let isStored = !isSilent && storesHistory
    let counter = cells.withLock { cells in
      if isStored { cells[request.subshell, default: 0] += 1 }
      return cells[request.subshell] ?? 0
    }
    if !isSilent {
      request.sink.publish("execute_input", ["code": .string(code), "execution_count": .int(counter)])
    }
    return executions.run { cancellation in
      let outcome = interpreter.execute(code, sink: makeSink(request), cancellation: cancellation)
      if isStored {
        history.append(
          line: counter, input: code, output: outcome.result?.plainText, subshell: request.subshell)
      }
      if let failure = outcome.failure {
        if !isSilent { request.sink.publish("error", failure.content) }
        return failed(failure, counter, stops: stopsOnError)
      }
      if let result = outcome.result, !isSilent {
        request.sink.publish(
          "execute_result",
          ["execution_count": .int(counter), "data": result.data, "metadata": result.metadata])
      }
      return Reply([
        "status": "ok", "execution_count": .int(counter),
        "payload": .array(outcome.pages.map { ["source": "page", "data": $0.data, "start": 0] }),
        "user_expressions": .object(values(of: expressions, cancellation)),
      ])
    }
  }

  // MARK: Implementation

  private func failed(_ failure: Failure, _ counter: Int, stops: Bool) -> Reply {
    var content = failure.content.object ?? [:]
    content["status"] = "error"
    content["execution_count"] = .int(counter)
    content["payload"] = []
    content["user_expressions"] = [:]
    return Reply(.object(content), abortsQueue: stops)
  }

  private func values(
    of expressions: [String: JSON], _ cancellation: Cancellation
  ) -> [String: JSON] {
    expressions.mapValues { expression in
      switch interpreter.evaluate(expression.string ?? "", cancellation: cancellation) {
      case .success(let bundle): return ["status": "ok", "data": bundle.data, "metadata": bundle.metadata]
      case .failure(let failure):
        var content = failure.content.object ?? [:]
        content["status"] = "error"
        return .object(content)
      }
    }
  }
}

extension Failure {
  fileprivate var content: JSON {
    ["ename": .string(name), "evalue": .string(message), "traceback": .array(traceback.map(JSON.string))]
  }
}

extension MIMEBundle {
  fileprivate var plainText: String? {
    if case .text(let text) = self["text/plain"] { text } else { nil }
  }
}
