import Foundation

/// One append, checked and salted: what can be done before the log is locked.
struct Append: Sendable {
  /// An event and where it goes.
  struct Line: Sendable {
    let stream: StreamName
    let event: NewEvent
    let salt: [UInt8]?
    let personalHash: ChainHash?
  }

  /// What was asked, by stream.
  let appends: [StreamAppend]
  /// The events in the order given; at least one.
  let lines: [Line]
  /// Who, and why.
  let authorship: Authorship

  init(_ appends: [StreamAppend], _ authorship: Authorship, salts: (Int) -> [UInt8]) throws(EventStoreError) {
    self.appends = appends
    self.authorship = authorship
    var hasher = ChainHasher()
    var lines: [Line] = []
    lines.reserveCapacity(appends.reduce(0) { $0 + $1.events.count })
    for append in appends {
      guard !append.events.isEmpty else { throw .malformedAppend("it holds no event") }
      for event in append.events {
        guard Date.storable.contains(event.occurredAt) else {
          throw .malformedAppend("an event is dated outside the years 1 to 9999")
        }
        let salt = event.personal.map { _ in salts(16) }
        var hash: ChainHash?
        if let personal = event.personal, let salt { hash = hasher.personalHash(salt: salt, personal) }
        lines.append(Line(stream: append.stream, event: event, salt: salt, personalHash: hash))
      }
    }
    guard !lines.isEmpty else { throw .malformedAppend("it holds no event") }
    guard appends.count == 1 || Set(appends.map(\.stream)).count == appends.count else {
      throw .malformedAppend("a stream stands in it twice")
    }
    guard lines.count == 1 || Set(lines.map(\.event.id)).count == lines.count else {
      throw .malformedAppend("an event id stands in it twice")
    }
    self.lines = lines
  }

  /// Adds this append to the versions, if each stream is as it expects; else says which is not, and adds nothing.
  func advance(_ versions: inout [StreamName: Int]) throws(EventStoreError) {
    for append in appends {
      let actual = versions[append.stream] ?? 0
      guard append.expected.allows(actual) else {
        throw .conflict(stream: append.stream, expected: append.expected, actual: actual)
      }
    }
    for append in appends { versions[append.stream, default: 0] += append.events.count }
  }
}

extension ExpectedVersion {
  fileprivate func allows(_ actual: Int) -> Bool {
    switch self {
    case .none: actual == 0
    case .exactly(let version): actual == version
    case .any: true
    }
  }
}
