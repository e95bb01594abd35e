/// The attributes and methods of the types, declared like commands.
package enum Members {
  package static var numpy: Member {
    .method("numpy", "The value itself.", of: .any) { _ in { value, _ in value } }
  }

  static var isInteger: Member {
    .method("is_integer", "Whether it is a whole number.", of: .real) { _ in
      { number, _ in .bool(number.isFinite && number.rounded() == number) }
    }
  }
}
