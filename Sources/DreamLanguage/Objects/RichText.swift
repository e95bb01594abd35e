/// Text with a form in HTML beside it: `HTML(…)`, a table of layers.
final class RichText: Displayable {
  let type: TypeDescriptor
  let representation: String
  private let html: String
  init(_ type: TypeDescriptor, plain: String, html: String) {
    self.type = type
    representation = plain
    self.html = html
  }
  func bundle() -> MIMEBundle {
    MIMEBundle([("text/plain", .text(representation)), ("text/html", .text(html))])
  }
}

extension TypeDescriptor {
  static let html = TypeDescriptor("HTML")
}
