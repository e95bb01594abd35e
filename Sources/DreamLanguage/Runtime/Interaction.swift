/// A function that runs again whenever a person moves one of its controls, with its output in place.
package final class Interaction {
  /// What is called.
  package let function: Value
  /// What the function takes by name: controls, and values that stay.
  package let arguments: [(name: String, value: Value)]
  private let slots: SlotSink
  private var id = 0

  /// Makes an interaction whose output goes to the cell of `execution`.
  package init(_ function: Value, _ arguments: [(name: String, value: Value)], _ execution: Execution) {
    self.function = function
    self.arguments = arguments
    slots = SlotSink(execution)
  }

  /// The values of the controls, as a call would name them: "layer='mixed3', step_size=0.01".
  package var settings: String {
    arguments.compactMap { argument in
      argument.value.settled.map { "\(argument.name)=\($0.representation)" }
    }.joined(separator: ", ")
  }

  /// Adds itself to the session's interactions, and lets moves of the controls ask for it.
  package func register(in interactions: Interactions, moved controls: [LiveControl]) {
    let id = interactions.add(self)
    self.id = id
    for control in controls { control.whenMoved { [weak interactions] in interactions?.ask(for: id) } }
  }

  /// Runs, as part of a cell.
  package func run(in execution: Execution) throws { try run(in: execution, asks: true) }

  /// Runs because a person has moved a control; what goes wrong is shown in place.
  func runAgain(in execution: Execution, usesColours: Bool) {
    do { try run(in: execution, asks: false) } catch {
      let diagnostic = Diagnostic(describing: error)
      let failure = diagnostic.failure(in: diagnostic.source ?? SourceText(""), colours: usesColours)
      slots.write(failure.traceback.joined(separator: "\n"), to: .standardError)
      slots.end()
    }
  }

  // MARK: Implementation

  private func run(in execution: Execution, asks: Bool) throws {
    try execution.interactions.run(id, within: execution.cancellation) { cancellation in
      slots.begin(asking: asks)
      let branch = execution.branch(
        sink: slots, cancellation: cancellation, stackBudget: execution.stackLeft)
      // Commands call functions by way of the evaluator, so it lives as long as the run.
      let evaluator = Evaluator(branch, source: SourceText(""))
      var call = CallArguments([])
      call.named = arguments.map { ($0.name, $0.value.settled ?? $0.value) }
      let result = try evaluator.call(function, call, at: nil)
      if !cancellation.wasCancelledItself { try show(result) }
      if let reached = branch.reached { execution.reached = reached }
    }
  }

  /// Shows what the function returns, unless it was shown already while it was made.
  private func show(_ result: Value) throws {
    if case .none = result {
    } else if result.displayable?.isShownWhenMade != true || !slots.endsWithPicture {
      slots.display(try result.bundle(), id: nil)
    }
    slots.end()
  }
}
