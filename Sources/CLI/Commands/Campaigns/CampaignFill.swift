import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension CampaignCommand {
  struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fill", abstract: "Make a call list of orders or people: all of them, a share or a number.",
      discussion: """
        Each target names whom it is for, and the order by which they were found. Whoever is blocked for the service, has no \
        number, or is in the campaign already is passed over and counted. The same once more changes nothing. --dry-run shows \
        how many it would be.

        A list in Excel comes in by hotline import run LIST --as outreach --campaign KEY.

        Examples:
          hotline campaign fill spring --where 'process=complaint kind=closed' \\
            --dry-run
          hotline campaign fill spring --where 'process=repair kind=closed' \\
            --sample 20% --seed 7
          hotline campaign fill fibre --people 'area=north product=copper' \\
            --due +14d
          hotline campaign fill fibre --view key-accounts --skipped
        """)
    @Argument(help: "The campaign.") var key: String
    @OptionGroup var audience: AudienceOptions
    @Option(parsing: .unconditional, help: "When the calls are due; a day without a time means its end.")
    var due: InstantArgument?
    @Flag(help: "List those who are passed over instead of the targets.") var skipped = false
    @Flag(name: .customLong("dry-run"), help: "Show what would become of it, and write nothing.")
    var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let console = workplace.console
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let audience = try await audience.audience(session, workplace, zone)
        let summary = try await session.fill(
          CampaignKey(rawValue: key), with: audience, promise: due?.dueDate(in: zone, now: workplace.now),
          at: workplace.now, isRehearsal: isRehearsal)
        try list(summary, console, zone)
        AudienceWords.say(
          summary.found, summary.eligible, audience.sampling, summary.drawn, summary.skippedCounts, console)
        let count = summary.targets.count
        console.say(
          isRehearsal
            ? Text(
              zh: "演练：将加入 \(count) 个对象，没有写入任何内容。",
              en: "A rehearsal: \(counted(count, "target", "targets")) would be added; nothing was written.")
            : Text(zh: "活动 \(key)：加入 \(count) 个对象", en: "campaign \(key): \(counted(count, "target", "targets")) added")
        )
      }
    }

    private func list(_ summary: FillSummary, _ console: Console, _ zone: TimeZone) throws {
      let listing = try Listing(
        title: skipped ? Text(zh: "未列入者", en: "people passed over") : Text(zh: "外呼对象", en: "targets"),
        columns: [
          ListColumn("no", Text(zh: "工单号", en: "no"), .code), ListColumn("party", Text(zh: "人员", en: "person"), .code),
          ListColumn("name", Text(zh: "姓名", en: "name")), ListColumn("number", Text(zh: "号码", en: "number"), .code),
          ListColumn("order", Text(zh: "来源工单", en: "from order"), .code),
          ListColumn("reason", Text(zh: "原因", en: "reason")),
        ], options: output, console: console, zone: zone)
      func row(_ no: OrderNumber?, _ member: AudienceMember, _ reason: PassedOver?) -> [Value] {
        let words = reason.map { output.isForPeople ? $0.words(console.language) : $0.rawValue }
        return [
          .code(no?.description), output.id(member.party), .text(member.screening?.name),
          .code(member.screening?.number), .code(member.order?.description), .text(words),
        ]
      }
      if skipped {
        for entry in summary.skipped { try listing.append(row(nil, entry.member, entry.reason)) }
      } else {
        for entry in summary.targets { try listing.append(row(entry.no, entry.member, nil)) }
      }
      try listing.finish()
    }
  }
}

/// What became of an audience, in words.
enum AudienceWords {
  static func say(
    _ found: Int, _ eligible: Int, _ sampling: Sampling?, _ drawn: Int, _ skipped: [String: Int], _ console: Console
  ) {
    console.say(Text(zh: "找到 \(found)，可联系 \(eligible)", en: "\(found) found, \(eligible) can be reached"))
    if let sampling {
      console.say(
        Text(
          zh: "抽样 \(drawn)（种子 \(sampling.seed)；同一种子抽出同样的人）",
          en: "\(drawn) drawn (seed \(sampling.seed); the same seed draws the same ones)"))
    }
    for (key, count) in skipped.sorted(by: { $0.key < $1.key }) {
      let words = PassedOver(rawValue: key)?.words ?? Text(key)
      console.say(Text(zh: "未列入 \(count)：\(words.zh)", en: "passed over \(count): \(words.en)"))
    }
  }
}
