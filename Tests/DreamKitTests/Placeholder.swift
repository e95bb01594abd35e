import Testing

@testable import DreamKit
