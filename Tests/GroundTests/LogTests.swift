import Testing

@testable import Ground

@Suite struct LogTests {
  private func levels(_ text: String) -> [Log.Level] {
    let filter = Log.Filter(parsing: text)
    return Log.allCases.map { filter[$0] }
  }

  @Test func nothingIsReportedUnlessAskedFor() {
    #expect(levels("") == [.off, .off, .off, .off])
    #expect(levels(" , ,") == [.off, .off, .off, .off])
  }

  @Test func aLevelAloneIsForAllTopics() {
    #expect(levels("info") == [.info, .info, .info, .info])
    #expect(levels("DEBUG") == [.debug, .debug, .debug, .debug])
  }

  @Test func aTopicHasItsOwnLevelWhereverItStands() {
    #expect(levels("wire=debug,tiles=info") == [.debug, .off, .info, .off])
    #expect(levels("tiles=off, debug") == [.debug, .debug, .off, .debug])
    #expect(levels("downloads=info downloads=debug") == [.off, .off, .off, .debug])
  }

  @Test func whatIsNotUnderstoodIsNamed() {
    let filter = Log.Filter(parsing: "wrie=debug,tuner=loud,tuner=info,=,all,wire=")
    #expect(filter.unknown == ["wrie=debug", "tuner=loud", "=", "all", "wire="])
    #expect(filter[.tuner] == .info)
    #expect(filter[.wire] == .off)
  }

  @Test func levelsAreOrdered() {
    #expect(Log.Level.off < .info)
    #expect(Log.Level.info < .debug)
  }

  @Test func aMessageThatIsOffIsNotMade() {
    func message() -> String {
      Issue.record("A message was made whose level is off.")
      return ""
    }
    if Environment["DREAMKIT_LOG"] == nil { Log.wire.debug(message()) }
  }
}
