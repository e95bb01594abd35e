// What a session takes and gives is declared there, so whoever imports the language needs it, too.
@_exported import Interpreting

extension Session: DebuggableInterpreter {
  package func statementLines(of code: String) -> [Int] { CellText.lines(of: code) }

  package func isVariableName(_ text: String) -> Bool { CellText.isName(text) }
}
