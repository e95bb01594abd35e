/// What stands around the cursor: the dotted name it is in, the string it is in, the call it is in.
struct CursorContext {
  /// A call whose brackets are open at the cursor.
  struct Call {
    /// The dotted name of what is called.
    package let path: [String]
    /// The name of the argument the cursor is in, where it is named.
    let keyword: String?
    /// The number of commas before the cursor.
    package let position: Int
  }

  /// The dotted name up to the cursor; the last part may be empty.
  let path: [String]
  /// Where the last part of the name starts.
  let start: Int
  /// Where what is replaced ends.
  let end: Int
  /// The text of the string the cursor is in, up to the cursor, where it is in one.
  let string: String?
  let call: Call?
  /// The dotted name of what is indexed, where the cursor is in square brackets behind it.
  let indexed: [String]?

  /// Looks at the text around an offset.
  init(_ source: SourceText, offset: Int, wholeName: Bool = false) {
    let bytes = source.bytes
    let state = Self.scan(bytes, to: offset)
    call = state.call.flatMap { open in
      let path = Self.path(source, endingAt: open.offset)
      guard !path.isEmpty, path.last != "" else { return nil }
      return Call(path: path, keyword: open.keyword.map { source[$0] }, position: open.commas)
    }
    indexed = state.index.flatMap { open in
      let path = Self.path(source, endingAt: open)
      return path.isEmpty || path.last == "" ? nil : path
    }
    if let quote = state.string {
      string = source[SourceRange(start: quote, end: offset)]
      path = []
      start = quote
      end = offset
      return
    }
    string = nil
    var stop = offset
    if wholeName { while stop < bytes.count, Self.isNamePart(bytes[stop]) { stop += 1 } }
    var begin = offset
    while begin > 0, Self.isNamePart(bytes[begin - 1]) { begin -= 1 }
    path = state.isComment ? [] : Self.path(source, endingAt: stop)
    start = begin
    end = stop
  }

  /// The value that the dotted name stands for.
  func value(table: CommandTable, globals: Scope) -> Value? {
    Self.resolve(path, table: table, globals: globals)
  }

  /// The value of a dotted name, without running anything.
  static func resolve(_ path: [String], table: CommandTable, globals: Scope) -> Value? {
    guard let first = path.first else { return nil }
    var value = globals[first] ?? table.value(named: first)
    for name in path.dropFirst() {
      guard let object = value else { break }
      value = try? table.attribute(name, of: object)
    }
    return value ?? table.value(alias: path.joined(separator: "."))
  }

  // MARK: Implementation

  private struct OpenCall {
    let offset: Int
    let isCall: Bool
    var commas = 0
    var keyword: SourceRange?
    var argumentStart: Int
  }

  private struct State {
    var call: OpenCall?
    var index: Int?
    var string: Int?
    var isComment = false
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || Lexer.isDigit(byte)
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  private static func path(_ source: SourceText, endingAt end: Int) -> [String] {
    var start = end
    while start > 0, isNamePart(source.bytes[start - 1]) || source.bytes[start - 1] == UInt8(ascii: ".") {
      start -= 1
    }
    let text = source[SourceRange(start: start, end: end)]
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.first?.first.map { $0.isNumber } ?? true ? (text.isEmpty ? [""] : []) : parts
  }

  /// Whether a bracket behind this text opens a call, not a tuple.
  private static func followsCallee(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let last = bytes.last(where: { $0 != UInt8(ascii: " ") }) else { return false }
    return isNamePart(last) || last == UInt8(ascii: ")") || last == UInt8(ascii: "]")
  }

  private static func scan(_ bytes: [UInt8], to offset: Int) -> State {
    var state = State()
    var brackets: [OpenCall] = []
    var quote: UInt8?
    var index = 0
    while index < offset {
      let byte = bytes[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") {
          index += 1
        } else if byte == open || byte == UInt8(ascii: "\n") {
          quote = nil
          state.string = nil
        }
      } else if state.isComment {
        state.isComment = byte != UInt8(ascii: "\n")
      } else {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
          quote = byte
          state.string = index + 1
        case UInt8(ascii: "#"): state.isComment = true
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
          brackets.append(
            OpenCall(
              offset: index, isCall: byte == UInt8(ascii: "(") && followsCallee(bytes[..<index]),
              argumentStart: index + 1))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = brackets.popLast()
        case UInt8(ascii: ",") where !brackets.isEmpty:
          brackets[brackets.count - 1].commas += 1
          brackets[brackets.count - 1].keyword = nil
          brackets[brackets.count - 1].argumentStart = index + 1
        case UInt8(ascii: "=") where !brackets.isEmpty && brackets[brackets.count - 1].keyword == nil:
          var start = brackets[brackets.count - 1].argumentStart
          while start < index, !isNamePart(bytes[start]) { start += 1 }
          var end = index
          while end > start, !isNamePart(bytes[end - 1]) { end -= 1 }
          brackets[brackets.count - 1].keyword = SourceRange(start: start, end: end)
        default: break
        }
      }
      index += 1
    }
    state.call = brackets.last(where: \.isCall)
    if let last = brackets.last, bytes[last.offset] == UInt8(ascii: "[") { state.index = last.offset }
    return state
  }
}
