import BackOffice
import Domain
import Foundation

/// One command on many orders: each for itself, a line for each, one undo for all.
struct OrderBulk {
  let change: ChangeOptions
  let session: Session
  let workplace: Workplace
  let zone: TimeZone

  private static let columns = [
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("outcome", Text(zh: "结果", en: "outcome")),
    ListColumn("events", Text(zh: "事件", en: "events"), .integer, priority: 1),
    ListColumn("reason", Text(zh: "原因", en: "reason")),
  ]

  /// Does it to each and shows what came of it.
  ///
  /// - Throws: ``ExitStatus/rejectedRows`` where some of them refused.
  func run(
    _ numbers: [OrderNumber], _ body: (_ no: OrderNumber, _ bulk: UUID) async throws -> Outcome
  ) async throws {
    let console = workplace.console
    let bulk = session.newBulk(at: workplace.now)
    let listing = try Listing(
      title: Text(zh: "工单", en: "orders"), columns: Self.columns, options: change.output, console: console, zone: zone)
    var (done, refused) = (0, 0)
    for no in numbers {
      do {
        let outcome = try await body(no, bulk)
        let count = outcome.appends.reduce(0) { $0 + $1.events.count }
        done += count > 0 ? 1 : 0
        let notes = outcome.unfollowed.map { ChangeOptions.unfollowed($0, zone)(console.language) }
        try listing.append([
          .code(no.description), .text(count > 0 ? "done" : "unchanged"), .integer(count),
          notes.isEmpty ? .none : .text(notes.joined(separator: "; ")),
        ])
      } catch let error as OfficeError {
        guard let failure = Explanation.of(error, zone: zone) as? Failure else { throw error }
        refused += 1
        try listing.append([
          .code(no.description), .text("refused"), .integer(0), .text(failure.message(console.language)),
        ])
      }
    }
    try listing.finish()
    if change.isRehearsal {
      console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
    } else if done > 0 {
      let id = bulk.uuidString.lowercased()
      console.say(
        Text(
          zh: "办理 \(done) 张，拒绝 \(refused) 张；撤销：hotline order undo \(id)",
          en: "\(done) done, \(refused) refused; to take it back: hotline order undo \(id)"))
    }
    if refused > 0 { throw ExitStatus.rejectedRows }
  }
}
