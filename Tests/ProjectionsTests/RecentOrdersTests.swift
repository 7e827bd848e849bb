import Domain
import EventCodec
import FoundationEssentials
import TestSeeds
import Testing

@testable import Projections

@Suite struct RecentOrdersTests {
  @Test func anOrderIsKnownAsOfOneVersionOnly() throws {
    let recent = RecentOrders()
    recent.keep(Self.known(1, version: 4))
    #expect(recent.take(Self.no(1), asOf: 3)?.version == nil)
    recent.keep(Self.known(1, version: 4))
    #expect(recent.take(Self.no(1), asOf: 4)?.version == 4)
    // It was taken out.
    #expect(recent.take(Self.no(1), asOf: 4)?.version == nil)
  }

  @Test func whatWasNotTouchedForLongestGoes() {
    let recent = RecentOrders(half: 2)
    for sequence in 1...3 { recent.keep(Self.known(sequence, version: 1)) }
    // 1 and 2 are the older half; 1 is touched and stays.
    if let one = recent.take(Self.no(1), asOf: 1) { recent.keep(one) }
    recent.keep(Self.known(4, version: 1))
    #expect(recent.take(Self.no(2), asOf: 1)?.version == nil)
    for sequence in [1, 3, 4] { #expect(recent.take(Self.no(sequence), asOf: 1)?.version == 1) }
  }

  @Test func nothingIsLeftOfWhatIsForgotten() {
    let recent = RecentOrders(half: 1)
    for sequence in 1...2 { recent.keep(Self.known(sequence, version: 1)) }
    recent.forgetAll()
    for sequence in 1...2 { #expect(recent.take(Self.no(sequence), asOf: 1)?.version == nil) }
  }

  /// The outbox does not ask what is configured: lives that its pages could make would be none.
  @Test(arguments: UInt64(60)..<63) func aModelWithoutDefinitionsSpoilsNothingForTheNext(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(40, &random)
    try await log.runner().catchUp([OrderBoard(), OrderCounts(), Timers()])
    try await log.happen(40, &random)
    try await log.runner(pageSize: 9).catchUp([OrderBoard(), OrderCounts(), Timers(), Outbox()])
    try await log.runner().catchUp(ReadModels.all)
    let live = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(live == anew, "seed \(seed)\n\(live.difference(from: anew))")
  }

  /// A further session reads ahead of the rebuild.
  @Test(arguments: UInt64(70)..<72) func aReaderOfItsOwnGivesTheSame(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(120, &random)
    try await log.runner().catchUp(ReadModels.all)
    let live = try await Dump(on: log.connection)
    let address = log.address
    let runner = ProjectionRunner(log.connection, pageSize: 5) { try await OfficeLog.session(address) }
    try await runner.rebuild(ReadModels.all)
    let rebuilt = try await Dump(on: log.connection)
    #expect(live == rebuilt, "seed \(seed)\n\(live.difference(from: rebuilt))")
  }

  private static func no(_ sequence: Int) -> OrderNumber { OrderNumber(sequence: sequence) }

  private static func known(_ sequence: Int, version: Int) -> RecentOrders.Known {
    let opened = OrderOpened(no: no(sequence), process: "request", processVersion: 1, state: "new", kind: .open)
    return RecentOrders.Known(opened: opened, batch: nil, opener: "test", version: version, life: nil)
  }
}
