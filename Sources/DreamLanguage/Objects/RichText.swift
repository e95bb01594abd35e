/// Text with a form in HTML beside it: `HTML(…)`, a table of layers.
package final class RichText: Displayable {
  package let type: TypeDescriptor
  package let representation: String
  private let html: String
  package init(_ type: TypeDescriptor, plain: String, html: String) {
    self.type = type
    representation = plain
    self.html = html
  }
  package func bundle() -> MIMEBundle {
    MIMEBundle([("text/plain", .text(representation)), ("text/html", .text(html))])
  }
}

extension TypeDescriptor {
  package static let html = TypeDescriptor("HTML")
}
