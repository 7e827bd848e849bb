import Domain
import FoundationEssentials
import Testing

/// Rows of lists against what the catalogues have, and taking them back.
@Suite struct EntryTests {
  private typealias Origin = PartyUndo.Step.Origin
  private let at = Date(timeIntervalSince1970: 1_767_225_600)
  private let key = EntryKey("0071")

  /// What happened to one entry, and where each event came from.
  private struct Past {
    let kind: Entry.Kind
    let key: EntryKey
    var steps: [EntryUndo.Step] = []
    var entry: Entry

    init(_ kind: Entry.Kind, _ key: EntryKey) { (self.kind, self.key, entry) = (kind, key, Entry(kind, key)) }

    mutating func happen(_ events: [DomainEvent], _ origin: Origin) {
      for event in events {
        let at = Date(timeIntervalSince1970: Double(steps.count))
        entry.evolve(event, at: at, by: "x")
        steps.append(EntryUndo.Step(event, at: at, by: "x", origin))
      }
    }

    mutating func list(
      _ texts: [String: String], _ policy: MatchPolicy = .update, publishes: Bool = false, by origin: Origin
    ) throws {
      happen(try entry.decide(ListedEntry(key, texts, publishes: publishes), policy), origin)
    }

    /// Takes the run back, and says what became of it.
    mutating func undo() -> EntryUndo {
      let undo = EntryUndo(kind, key, steps, generation: 1)
      happen(undo.events, .undo)
      return undo
    }
  }

  private func past(_ kind: Entry.Kind) throws -> Past { Past(kind, try #require(key)) }

  @Test func updateCorrectsAppendFillsAndAdds() throws {
    var past = try past(.part)
    try past.list(["name": "阀", "models": "A; B", "price": "3.00"], .skip, by: .other)
    #expect(past.entry.standing == .listed)
    var appended = past
    try appended.list(["name": "别名", "models": "B; C", "unit": "个"], .append, by: .other)
    #expect(appended.entry.texts == ["name": "阀", "models": "A; B; C", "price": "3.00", "unit": "个"])
    try past.list(["name": "新阀", "models": "C"], .update, by: .other)
    #expect(past.entry.texts == ["name": "新阀", "models": "C", "price": "3.00"])
    let count = past.steps.count
    try past.list(["name": "新阀"], .update, by: .other)
    #expect(past.steps.count == count)
  }

  @Test func articlesArePublishedOnlyWhereTheListIsToPublish() throws {
    var past = try past(.article)
    try past.list(["title": "甲", "body": "一"], by: .other)
    #expect(past.entry.texts[Entry.published] == nil)
    try past.list(["title": "甲", "body": "一"], publishes: true, by: .other)
    #expect(past.entry.texts[Entry.published] == "yes")
    let count = past.steps.count
    try past.list(["title": "甲", "body": "一"], publishes: true, by: .other)
    #expect(past.steps.count == count)
    try past.list(["body": "二"], by: .other)
    #expect(past.entry.texts[Entry.published] == nil)
    guard case .article(let article) = past.entry else { return }
    #expect(article.live?.text.values[.body] == "一")
  }

  @Test(arguments: [Entry.Kind.part, .article]) func whatAnImportBroughtGoesAndComesBack(kind: Entry.Kind) throws {
    var past = try past(kind)
    let texts = kind == .part ? ["name": "阀"] : ["title": "甲", "body": "一"]
    try past.list(texts, publishes: true, by: .run)
    var touched = past
    try touched.list(kind == .part ? ["unit": "个"] : ["body": "二"], by: .other)
    let left = touched.undo()
    #expect(left.isLeft && left.conflicts.isEmpty && left.events.isEmpty && left.result == .nothing)
    #expect(past.undo().result == .takenOut && past.entry.standing == .undone)
    let again = past.undo()
    #expect(again.result == .takenOut && again.events.isEmpty, "an undo that was cut off is told in full")
    try past.list(texts, publishes: true, by: .other)
    #expect(past.entry.standing == .listed)
  }

  @Test func whatAnImportChangedGoesBackExceptWhatSomebodyChangedSince() throws {
    var past = try past(.part)
    try past.list(["name": "阀", "price": "3.00"], by: .other)
    try past.list(["name": "新阀", "price": "4.00", "unit": "个"], by: .run)
    try past.list(["price": "5.00"], by: .other)
    let undo = past.undo()
    #expect(undo.result == .restored && undo.conflicts == ["price"] && undo.isLeft)
    #expect(past.entry.texts == ["name": "阀", "price": "5.00"])
    #expect(past.undo().events.isEmpty)
  }

  @Test func aPublishedTextGoesBackByAVersionOfItsOwn() throws {
    var past = try past(.article)
    try past.list(["title": "甲", "body": "一"], publishes: true, by: .other)
    let before = past.entry.texts
    var drafted = past
    try drafted.list(["body": "二"], by: .run)
    #expect(drafted.undo().result == .restored && drafted.entry.texts == before)
    try past.list(["body": "二"], publishes: true, by: .run)
    var edited = past
    #expect(past.undo().result == .restored && past.entry.texts == before)
    guard case .article(let article) = past.entry else { return }
    #expect(article.versions.map { $0.text.values[.body] } == ["一", "二", "一"])
    // Somebody writes on: what is published goes back, their draft stays one.
    try edited.list(["title": "乙"], by: .other)
    let undo = edited.undo()
    #expect(undo.conflicts.isEmpty && undo.result == .restored)
    guard case .article(let edited) = edited.entry else { return }
    #expect(edited.live?.text.values == [.title: "甲", .body: "一"])
    #expect(edited.draft?.values == [.title: "乙", .body: "一"])
  }

  @Test func aDraftThatAnImportPublishedIsADraftAgainUnlessSomebodyPublishedItSince() throws {
    var past = try past(.article)
    try past.list(["title": "甲", "body": "一"], by: .other)
    let before = past.entry.texts
    var drafted = past
    try past.list(["body": "二"], publishes: true, by: .run)
    #expect(past.undo().result == .restored && past.entry.texts == before)
    guard case .article(let article) = past.entry else { return }
    #expect(article.live == nil && article.draft != nil)
    try drafted.list(["body": "二"], by: .run)
    try drafted.list([:], publishes: true, by: .other)
    #expect(drafted.entry.texts[Entry.published] == "yes")
    let left = drafted.undo()
    #expect(left.conflicts == ["body"] && left.events.isEmpty)
  }

  @Test func whatSomebodyWithdrewSinceIsLeft() throws {
    var past = try past(.part)
    try past.list(["name": "阀"], by: .other)
    try past.list(["name": "新阀"], by: .run)
    past.happen([.part(.withdrawn(EntryWithdrawn()))], .other)
    let undo = past.undo()
    #expect(undo.conflicts == ["name"] && undo.events.isEmpty && past.entry.standing == .withdrawn)
  }
}
