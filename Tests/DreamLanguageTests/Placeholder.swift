import Testing

@testable import DreamLanguage
