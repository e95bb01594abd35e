/// One display of work under way: live controls where the frontend has any, else a bundle that is updated. When the work is
/// done it settles as a plain bundle, so that a saved notebook holds the last state and nothing that is dead without the
/// program.
package final class LiveDisplay {
  /// Whether anything was shown.
  package private(set) var isShown = false
  private let sink: any DisplaySink
  private let id: String
  private var panel: LivePanel?

  /// Prepares the display.
  package init(_ execution: Execution) {
    sink = execution.sink
    id = execution.newDisplayID()
  }

  deinit { close() }

  /// Whether what is shown under way had better be left out, because those who read are far behind.
  package var isBehind: Bool { sink.isFull }

  /// Shows work under way. A panel that is open shows it already, by its controls.
  ///
  /// - Parameters:
  ///   - controls: what shows it where the frontend has controls.
  ///   - bundle: what shows it elsewhere.
  package func show(_ controls: LivePanel, elsewhere bundle: () -> MIMEBundle) {
    if panel != nil { return }
    var bundle = bundle()
    if let view = sink.open(controls) {
      panel = controls
      bundle.representations.append(view)
    }
    put(bundle)
  }

  /// Shows something plain.
  package func settle(_ bundle: MIMEBundle) {
    put(bundle)
    close()
  }

  // MARK: Implementation

  private func put(_ bundle: MIMEBundle) {
    if isShown { sink.update(bundle, id: id) } else { sink.display(bundle, id: id) }
    isShown = true
  }

  private func close() {
    if let panel { sink.close(panel) }
    panel = nil
  }
}
