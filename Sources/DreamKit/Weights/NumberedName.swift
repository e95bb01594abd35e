/// A name that Keras counts up: `conv2d`, `conv2d_1`, `conv2d_2`; also the bare positions `0`, `1`, `10`.
///
/// Names compare by their stem, then by their number: `conv2d_9` stands before `conv2d_10`.
package struct NumberedName: Comparable, Hashable, Sendable {
  /// The complete name.
  package let text: String
  /// The name without its number: `conv2d`; empty for a bare position.
  package let stem: String
  /// The number behind the stem, 0 where there is none.
  package let number: Int

  /// Takes a name apart.
  package init(_ text: String) {
    self.text = text
    if let number = Int(text), number >= 0 {
      (self.stem, self.number) = ("", number)
    } else if let mark = text.lastIndex(of: "_"), let number = Int(text[text.index(after: mark)...]),
      number >= 0
    {
      (self.stem, self.number) = (String(text[..<mark]), number)
    } else {
      (self.stem, self.number) = (text, 0)
    }
  }

  /// Orders by stem, then by number.
  package static func < (a: NumberedName, b: NumberedName) -> Bool {
    (a.stem, a.number, a.text) < (b.stem, b.number, b.text)
  }
}
