import DreamLanguage
import Kernel

/// A notebook of format 4: its code cells and their outputs.
struct NotebookFile: Sendable {
  private var notebook: [String: JSON]
  private var cells: [JSON]

  /// Reads a notebook.
  ///
  /// - Parameter path: the file, to be named in errors.
  init(parsing bytes: [UInt8], path: String) throws {
    guard let members = try? JSON(parsing: bytes).object, let cells = members["cells"]?.array,
      members["nbformat"]?.int == 4
    else {
      throw KernelError("'\(path)' is no notebook of format 4; open it in Jupyter and save it again.")
    }
    notebook = members
    self.cells = cells
  }

  /// The sources of the code cells.
  var codeCells: [String] {
    cells.filter(\.isCode).map { cell in
      let source = cell["source"]
      return source?.string ?? source?.array?.compactMap(\.string).joined() ?? ""
    }
  }

  /// Puts in a cell that sets parameters: in place of the one from an earlier time, else behind the cell that is tagged
  /// `parameters`, else at the front. The tags are papermill's.
  mutating func insert(_ parameters: [NotebookParameter]) {
    guard !parameters.isEmpty else { return }
    let source = ["# Parameters"] + parameters.map(\.assignment)
    var cell: [String: JSON] = [
      "cell_type": "code", "execution_count": .null, "outputs": [],
      "metadata": ["tags": [.string(Self.injected)]], "source": Self.lines(source.joined(separator: "\n")),
    ]
    let earlier = cells.firstIndex { $0.hasTag(Self.injected) }
    if let earlier { cells.remove(at: earlier) }
    let place = earlier ?? cells.firstIndex { $0.hasTag("parameters") }.map { $0 + 1 } ?? 0
    // Cells have names of their own since format 4.5.
    if notebook["nbformat_minor"]?.int ?? 0 >= 5 { cell["id"] = .string(freeID) }
    cells.insert(.object(cell), at: place)
  }

  /// Replaces the outputs of the code cells.
  ///
  /// - Parameter runs: for each code cell that ran, in order, its outputs; the other code cells lose theirs.
  mutating func record(_ runs: [[JSON]]) {
    for (number, index) in cells.indices.filter({ cells[$0].isCode }).enumerated() {
      guard case .object(var cell) = cells[index] else { continue }
      cell["execution_count"] = number < runs.count ? .int(number + 1) : .null
      cell["outputs"] = .array(number < runs.count ? runs[number] : [])
      cells[index] = .object(cell)
    }
  }

  /// The file.
  var encoded: [UInt8] {
    JSON.object(notebook.merging(["cells": .array(cells)]) { $1 }).encoded(indent: 1) + Array("\n".utf8)
  }

  /// Text as notebooks keep it: a list of lines with their ends.
  static func lines(_ text: String) -> JSON {
    var lines: [JSON] = []
    var line = ""
    for scalar in text.unicodeScalars {
      line.unicodeScalars.append(scalar)
      guard scalar == "\n" else { continue }
      lines.append(.string(line))
      line = ""
    }
    return .array(line.isEmpty ? lines : lines + [.string(line)])
  }

  // MARK: Implementation

  private static let injected = "injected-parameters"

  private var freeID: String {
    let taken = Set(cells.compactMap { $0["id"]?.string })
    return (0...cells.count).map { $0 == 0 ? Self.injected : "\(Self.injected)-\($0)" }
      .first { !taken.contains($0) } ?? Self.injected
  }
}

extension JSON {
  /// Whether this is a cell of code.
  fileprivate var isCode: Bool { self["cell_type"]?.string == "code" }

  /// Whether this is a cell with that tag.
  fileprivate func hasTag(_ tag: String) -> Bool {
    self["metadata"]?["tags"]?.array?.contains(.string(tag)) ?? false
  }
}
