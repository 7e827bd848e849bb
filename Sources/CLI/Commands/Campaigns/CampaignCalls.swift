import ArgumentParser
import BackOffice
import Domain
import EventCodec
import Foundation

extension CampaignCommand {
  struct Next: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "next",
      abstract: "The next target to call: ready, at an hour at which it may be called, and yours alone for a while.",
      discussion: """
        First what was promised or booked, then who was tried least, then who waits longest. The result of the last one comes \
        first: without it there is no next.

        Example:
          hotline campaign next spring
        """)
    @Argument(help: "The campaign.") var key: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        // Where it takes a while, this says why.
        try await session.catchUpShowingProgress(Session.campaignModels, workplace.console)
        let target = try await session.nextTarget(of: CampaignKey(rawValue: key), at: workplace.now)
        let order = target.order.order
        let language = workplace.console.language
        let outcomes = target.outcomes.map { outcome -> String in
          guard output.isForPeople, let label = target.order.process.action(outcome.action)?.labels(language) else {
            return outcome.action.rawValue
          }
          return "\(outcome.action) (\(label))"
        }
        let notes = target.order.events.compactMap { recorded -> String? in
          guard case .order(.noted(let noted)) = try? EventCodec().decode(recorded) else { return nil }
          return noted.text
        }
        try Listing.single(
          [
            .code(order.no.description), .text(target.card?.name ?? order.words?.title),
            .json(jsonArray(target.card?.phones.map(\.dialled) ?? [])),
            .text(target.card?.address ?? order.words?.address),
            .text(
              output.isForPeople
                ? target.order.process.state(order.state)?.labels(language) ?? order.state.rawValue
                : order.state.rawValue),
            .integer(target.attempts), .deadline(order.due), .code(order.parent?.description), .json(jsonArray(notes)),
            .json(jsonArray(outcomes)), .instant(target.until),
          ],
          columns: [
            ListColumn("no", Text(zh: "工单号", en: "no"), .code), ListColumn("name", Text(zh: "姓名", en: "name")),
            ListColumn("numbers", Text(zh: "号码", en: "numbers"), .json),
            ListColumn("address", Text(zh: "地址", en: "address")), ListColumn("state", Text(zh: "状态", en: "state")),
            ListColumn("attempts", Text(zh: "已呼叫次数", en: "attempts"), .integer),
            ListColumn("dueAt", Text(zh: "期限", en: "due"), .instant),
            ListColumn("parent", Text(zh: "来源工单", en: "from order"), .code),
            ListColumn("notes", Text(zh: "备注", en: "notes"), .json),
            ListColumn("outcomes", Text(zh: "可选结果", en: "outcomes"), .json),
            ListColumn("until", Text(zh: "保留至", en: "yours until"), .instant),
          ], options: output, console: workplace.console, zone: zone)
        workplace.console.say(
          Text(
            zh: "通话后登记：hotline campaign result \(order.no) 结果 --note \"…\"",
            en: "then: hotline campaign result \(order.no) OUTCOME --note \"…\""))
      }
    }
  }

  struct Result: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "result", abstract: "Record what came of the call: an outcome of the campaign, with a note.",
      discussion: """
        What is written down during the call (hotline order note) stays with the order. After the last attempt the target is \
        given up. --again books the next call.

        Examples:
          hotline campaign result 10000012 complete --note "Satisfied"
          hotline campaign result 10000012 miss
          hotline campaign result 10000012 promise --again +1d \\
            --note "after work"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Argument(help: "What came of it: an action of the process, as campaign next lists them.") var outcome: String
    @Option(help: "What was said.") var note: String?
    @Option(help: "The same as --set reason=TEXT.") var reason: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("A field of the action.", valueName: "name=text"))
    var fields: [String] = []
    @Option(parsing: .unconditional, help: "When they want to be called again.") var again: InstantArgument?
    @OptionGroup var change: ChangeOptions

    func validate() throws { _ = try words() }

    func run() async throws {
      let words = try words()
      try await change.run { session, workplace, zone in
        try await session.record(
          CallResult(
            ActionKey(rawValue: outcome), words: words, again: again?.date(in: zone, now: workplace.now)),
          of: no, at: workplace.now, isRehearsal: change.isRehearsal)
      }
    }

    private func words() throws -> [String: String] {
      var words: [String: String] = [:]
      for field in fields {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("--set \(field): write name=text") }
        words[String(parts[0])] = String(parts[1])
      }
      if let note { words["note"] = note }
      if let reason { words["reason"] = reason }
      return words
    }
  }

  struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "release", abstract: "Give back a target that somebody took and left without a result.",
      discussion: "Example:\n  hotline campaign release 10000012 --reason \"went home ill\"")
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.run { session, workplace, _ in
        try await session.release(no, reason: reason, at: workplace.now)
      }
    }
  }
}
