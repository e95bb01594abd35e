/// A JSON value.
///
/// Binary data has a case of its own, so that a picture of several megabytes becomes base64 in the very buffer that is
/// sent, without a string in between.
public enum JSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction that fits 64 bits.
  case int(Int)
  /// Any other number. What JSON cannot express (NaN, infinities) is written as `null`.
  case double(Double)
  /// Text.
  case string(String)
  /// Bytes, written as a string in base64. The parser never makes one.
  case base64([UInt8])
  /// A list.
  case array([JSON])
  /// Members by name, written in the order of their names.
  case object([String: JSON])

  /// The member of that name, or nil where there is none or this is no object.
  public subscript(name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The text, or nil where this is no string.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The integer, or nil where this is none.
  public var int: Int? {
    switch self {
    case .int(let value): value
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The truth value, or nil where this is none.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// About how many bytes the value takes as text.
  var weight: Int {
    switch self {
    case .null, .bool, .int, .double: 8
    case .string(let text): text.utf8.count + 2
    case .base64(let bytes): bytes.count / 3 * 4 + 4
    case .array(let elements): elements.reduce(2) { $0 + $1.weight + 1 }
    case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.weight + 4 }
    }
  }

  /// The elements, or nil where this is no list.
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

  /// The members, or nil where this is no object.
  public var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A list.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object; of members with the same name the last one stays.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
