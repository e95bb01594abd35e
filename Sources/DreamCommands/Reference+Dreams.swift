import DreamLanguage

extension Reference {
  /// The complete reference of DreamKit's commands in Markdown.
  public static func markdown() -> String { Reference(CommandTable()).document.markdown }

  /// A page of the manual, as text, Markdown and HTML.
  ///
  /// - Parameter name: a command, a name it has in the paper's libraries, or a type of values; nil lists all.
  /// - Throws: ``Failure`` where there is nothing of that name.
  public static func page(named name: String?) throws(Failure) -> MIMEBundle {
    let reference = Reference(CommandTable())
    guard let name else { return reference.overview.bundle }
    guard let page = reference.page(named: name) else {
      throw reference.unknown(name).failure(in: SourceText(name))
    }
    return page.bundle
  }
}
