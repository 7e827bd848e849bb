import Domain
import FoundationEssentials
import Testing

@Suite struct ListedCustomerTests {
  private let instant = Date(timeIntervalSince1970: 1_700_000_000)

  private func party(_ events: [PartyEvent]) -> Party {
    events.reduce(into: Party(PartyID(UUID()))) { $0.evolve($1, at: instant) }
  }

  private func phone(_ number: String, _ label: String? = nil) -> ListedCustomer.Way {
    ListedCustomer.Way(.phone, ContactWords(value: number, label: label))
  }

  private func customer(_ values: [PartyField: String], _ ways: [ListedCustomer.Way] = []) -> ListedCustomer {
    var customer = ListedCustomer()
    customer.values = values
    for way in ways { customer.add(way) }
    return customer
  }

  @Test func whatIsRegisteredIsThereAndNothingDiffers() {
    var listed = customer(
      [.customerNumber: "C-1", .name: "甲", .area: "north"],
      [phone("1"), phone("2", "家"), .init(.mail, ContactWords(value: "a@example.org"))])
    listed.isVIP = true
    listed.manager = "chen"
    let there = party(listed.registration)
    #expect(there.contacts.map(\.contact) == [1, 2, 3] && there.values[.area] == "north")
    #expect(
      there.marks(.vip, at: instant).count == 1 && there.marks(.manager, at: instant).first?.marked.manager == "chen")
    for policy in MatchPolicy.allCases { #expect(there.decide(listed, policy, at: instant).isEmpty) }
  }

  @Test func anUpdateCorrectsWhatDiffersAndNothingElse() {
    let there = party(customer([.name: "甲", .address: "旧"], [phone("1"), phone("2")]).registration)
    let events = there.decide(customer([.address: "新"], [phone("9"), phone("2")]), .update, at: instant)
    let after = events.reduce(into: there) { $0.evolve($1, at: instant) }
    #expect(after.values[.name] == "甲" && after.values[.address] == "新")
    #expect(after.contacts.map(\.value) == ["9", "2"] && after.contacts.map(\.contact) == [1, 2])
    #expect(
      ListedChange.all(of: events, before: there) == [
        ListedChange(field: "address", old: "旧", new: "新"), ListedChange(field: "phone", old: "1", new: "9"),
      ])
    // The second number of the book stays where the list says nothing of it.
    #expect(there.decide(customer([:], [phone("1")]), .update, at: instant).isEmpty)
    #expect(there.decide(customer([:], [phone("2")]), .update, at: instant).isEmpty)
  }

  @Test func anAppendOverwritesNothing() {
    let there = party(customer([.name: "甲"], [phone("1")]).registration)
    let listed = customer([.name: "乙", .address: "新"], [phone("9")])
    let after = there.decide(listed, .append, at: instant).reduce(into: there) { $0.evolve($1, at: instant) }
    #expect(after.values[.name] == "甲" && after.values[.address] == "新")
    #expect(after.contacts.map(\.value) == ["1", "9"])
    #expect(there.decide(listed, .skip, at: instant).isEmpty)
  }

  // MARK: Undo

  private func undo(_ steps: [(PartyEvent, PartyUndo.Step.Origin)]) -> (undo: PartyUndo, after: Party) {
    let id = PartyID(UUID())
    let undo = PartyUndo(id, steps.map { PartyUndo.Step($0.0, at: instant, $0.1) })
    return (undo, (steps.map(\.0) + undo.events).reduce(into: Party(id)) { $0.evolve($1, at: instant) })
  }

  private var before: [PartyEvent] { customer([.name: "甲", .address: "旧"], [phone("1"), phone("2")]).registration }

  private var run: [PartyEvent] {
    party(before).decide(
      customer([.name: "乙", .address: "新"], [phone("9"), phone("2"), phone("3")]), .update, at: instant)
  }

  @Test func anUndoRestoresWhatNobodyTouched() {
    let (undo, after) = undo(before.map { ($0, .other) } + run.map { ($0, .run) })
    #expect(undo.conflicts.isEmpty && after.values == party(before).values)
    #expect(after.contacts == party(before).contacts)
  }

  @Test func whatSomebodyChangedSinceStays() {
    let later = PartyEvent.corrected(PartyCorrected([.address: FieldChange(old: "新", new: "真")]))
    let (undo, after) = undo(before.map { ($0, .other) } + run.map { ($0, .run) } + [(later, .other)])
    #expect(undo.conflicts == ["address"])
    #expect(after.values[.address] == "真" && after.values[.name] == "甲" && after.contacts.map(\.value) == ["1", "2"])
  }

  @Test func whatALaterImportChangedAndItsUndoRestoredIsNoConflict() {
    let first = before.map { ($0, PartyUndo.Step.Origin.other) } + run.map { ($0, .run) }
    let second = party(before + run).decide(
      customer([.name: "丙", .address: "更新"], [phone("8"), phone("2")]), .update, at: instant)
    // The later import is taken back first, then the earlier one.
    let later = undo((before + run).map { ($0, .other) } + second.map { ($0, .run) }).undo
    let (undo, after) = undo(first + (second + later.events).map { ($0, .other) })
    #expect(undo.conflicts.isEmpty && after.values == party(before).values)
    #expect(after.contacts.map(\.value).sorted() == ["1", "2"])
  }

  @Test func anUndoDoneTwiceDoesNothingMore() {
    let steps = before.map { ($0, PartyUndo.Step.Origin.other) } + run.map { ($0, .run) }
    let first = undo(steps).undo
    let second = undo(steps + first.events.map { ($0, .undo) }).undo
    #expect(second.events.isEmpty && second.conflicts.isEmpty)
  }

  @Test func nothingOfSomebodyForgottenComesBack() {
    let gone = PartyEvent.forgotten(Forgotten(reason: .erasureRequest))
    let (undo, after) = undo(before.map { ($0, .other) } + run.map { ($0, .run) } + [(gone, .other)])
    #expect(undo.events.isEmpty && undo.conflicts.isEmpty && after.values[.name] == nil)
  }

  @Test func whoWasTakenOutComesBackAsRegistered() {
    var there = party(before)
    there.evolve(.withdrawn(PartyWithdrawn(generation: 1)), at: instant)
    #expect(there.isWithdrawn && there.card == nil)
    for event in before { there.evolve(event, at: instant) }
    #expect(!there.isWithdrawn && there.contacts.map(\.contact) == [1, 2])
  }
}
