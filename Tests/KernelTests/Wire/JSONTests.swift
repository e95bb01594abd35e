import Testing

@testable import Kernel

@Suite struct JSONTests {
  func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test func values() throws {
    #expect(try parse(" {\"a\" : [1, 2.5e1, true, null]} ") == ["a": [1, .double(25), true, .null]])
    #expect(try parse(#""\ud83d\ude00\n""#) == "\u{1F600}\n")
  }

  @Test func loneSurrogatesAreReplaced() throws {
    #expect(try parse(#""\ud83dx""#) == "\u{FFFD}x")
    #expect(try parse(#""\ud83d\u0041""#) == "\u{FFFD}A")
  }

  @Test(arguments: ["", "{", "[1,]", "01", "1.", "\"", "tru", "{}x", "\"\\x\"", "{\"a\"}", "-", "\"\\u12\""])
  func malformed(_ text: String) { #expect(throws: WireError.self) { try parse(text) } }

  @Test func depthIsLimited() {
    #expect(throws: WireError.self) { try parse(String(repeating: "[", count: 100_000)) }
  }

  @Test func numbersAreLimited() throws {
    #expect(try parse("1e400") == .double(.infinity))
    #expect(try parse("9223372036854775808") == .double(9_223_372_036_854_775_808))
    #expect(try parse(String(repeating: "9", count: 4096)).int == nil)
    #expect(throws: WireError.self) { try parse(String(repeating: "9", count: 4097)) }
  }

  @Test func writing() {
    let value: JSON = ["b": "\"\\\n\u{1}", "a": [1, .double(.nan), .base64([1, 2, 3, 4])]]
    #expect(
      String(decoding: value.encoded(), as: UTF8.self) == #"{"a":[1,null,"AQIDBA=="],"b":"\"\\\n\u0001"}"#)
  }

  @Test func indentedTextIsLaidOutAsNotebooksAre() {
    let value: JSON = ["b": [1, []], "a": [:], "c": ["d": "e"]]
    let text = """
      {
       "a": {},
       "b": [
        1,
        []
       ],
       "c": {
        "d": "e"
       }
      }
      """
    #expect(String(decoding: value.encoded(indent: 1), as: UTF8.self) == text)
    #expect(String(decoding: value.encoded(), as: UTF8.self) == #"{"a":{},"b":[1,[]],"c":{"d":"e"}}"#)
  }
}
