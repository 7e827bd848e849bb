import ArgumentParser
import BackOffice
import Domain
import Foundation

extension CampaignCommand {
  struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "What a campaign came to: reached, converted, declined, and the rate.",
      discussion: """
        The rate is of those who were spoken to; where nobody was it is n/a. --by outcome counts the last word of each target.

        Examples:
          hotline campaign report spring
          hotline campaign report spring --by staff -o spring.xlsx
          hotline campaign report meeting --by outcome
        """)
    @Argument(help: "The campaign.") var key: String
    @Option(help: "unit, staff or outcome.") var by: Breakdown?
    @OptionGroup var output: OutputOptions

    enum Breakdown: String, ExpressibleByArgument, CaseIterable { case unit, staff, outcome }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let campaign = CampaignKey(rawValue: key)
        switch by {
        case .outcome: try await outcomes(session, campaign, workplace, zone)
        case .unit: try await figures(session, campaign, .unit, workplace, zone)
        case .staff: try await figures(session, campaign, .staff, workplace, zone)
        case nil: try await figures(session, campaign, nil, workplace, zone)
        }
      }
    }

    private static let columns = [
      ListColumn("targets", Text(zh: "对象", en: "targets"), .integer),
      ListColumn("untouched", Text(zh: "未呼叫", en: "not called"), .integer),
      ListColumn("open", Text(zh: "未完成", en: "open"), .integer),
      ListColumn("attempts", Text(zh: "呼叫次数", en: "calls"), .integer),
      ListColumn("reached", Text(zh: "接通", en: "reached"), .integer),
      ListColumn("converted", Text(zh: "成功（确认）", en: "converted"), .integer),
      ListColumn("declined", Text(zh: "拒绝", en: "declined"), .integer),
      ListColumn("unreached", Text(zh: "未接通", en: "unreached"), .integer),
      ListColumn("reach", Text(zh: "接通率 %", en: "reach %"), .decimal),
      ListColumn("rate", Text(zh: "成功率 %", en: "rate %"), .decimal),
    ]

    private func row(_ figures: CampaignFigures) -> [Value] {
      func percent(_ ratio: Double?) -> Value {
        guard let ratio else { return output.isForPeople ? .text("n/a") : .none }
        return .decimal((ratio * 1_000).rounded() / 10, places: 1)
      }
      return [
        .integer(figures.targets), .integer(figures.untouched), .integer(figures.open), .integer(figures.attempts),
        .integer(figures.reached), .integer(figures.converted), .integer(figures.declined),
        .integer(figures.unreached), percent(figures.reach), percent(figures.rate),
      ]
    }

    private func figures(
      _ session: Session, _ campaign: CampaignKey, _ breakdown: CampaignBreakdown?, _ workplace: Workplace,
      _ zone: TimeZone
    ) async throws {
      let (total, parts) = try await session.figures(of: campaign, by: breakdown)
      guard let breakdown else {
        return try Listing.single(
          row(total), columns: Self.columns, options: output, console: workplace.console, zone: zone)
      }
      let heading = breakdown == .unit ? Text(zh: "单位", en: "unit") : Text(zh: "承办人", en: "staff")
      let listing = try Listing(
        title: Text(zh: "外呼结果", en: "results"),
        columns: [ListColumn(breakdown.rawValue, heading, .code)] + Self.columns,
        options: output, console: workplace.console, zone: zone)
      for part in parts { try listing.append([.code(part.key ?? "-")] + row(part.figures)) }
      if output.isForPeople {
        try listing.append(total: [.code(Text(zh: "合计", en: "total")(workplace.console.language))] + row(total))
      }
      try listing.finish()
    }

    private func outcomes(
      _ session: Session, _ campaign: CampaignKey, _ workplace: Workplace, _ zone: TimeZone
    ) async throws {
      let state = try await session.campaign(campaign)
      let listing = try Listing(
        title: Text(zh: "呼叫结果", en: "outcomes"),
        columns: [
          ListColumn("outcome", Text(zh: "结果", en: "outcome"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("means", Text(zh: "含义", en: "means")),
          ListColumn("targets", Text(zh: "对象", en: "targets"), .integer),
        ], options: output, console: workplace.console, zone: zone)
      for (action, count) in try await session.lastOutcomes(of: campaign) {
        try listing.append([
          .code(action.rawValue), .text(state.process.action(action)?.labels(workplace.console.language)),
          .text(state.campaign.outcome(action, in: state.process)?.meaning.rawValue), .integer(count),
        ])
      }
      try listing.finish()
    }
  }
}

extension CampaignCommand {
  struct Notify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "notify", abstract: "Tell units what a campaign came to, and what became of their own targets.",
      discussion: """
        The notice goes to HOTLINE_WEBHOOK, or as a file to the spool folder; the same figures are told once.

        Example:
          hotline campaign notify meeting --to office-a,office-b
        """)
    @Argument(help: "The campaign.") var key: String
    @Option(help: ArgumentHelp("Which units.", valueName: "units")) var to: String
    @Option(help: "The folder for notices, where there is no webhook.") var spool: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let units = to.split(separator: ",").compactMap { UnitKey(String($0)) }
      guard !units.isEmpty else { throw ValidationError("--to: name a unit") }
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let folder = spool ?? workplace.spool
        let gateway = workplace.webhook.map { MailGateway.webhook($0) } ?? .spool(folder: folder)
        let delivery = try await session.notify(
          units, of: CampaignKey(rawValue: key), through: gateway, at: workplace.now)
        try Listing.single(
          [
            .integer(delivery.delivered), .integer(delivery.before), .integer(delivery.waiting),
            .text(workplace.webhook.map { WebAddress($0).shown } ?? folder),
          ],
          columns: [
            ListColumn("delivered", Text(zh: "已交付", en: "delivered"), .integer),
            ListColumn("before", Text(zh: "此前已交付", en: "delivered before"), .integer),
            ListColumn("waiting", Text(zh: "待交付", en: "waiting"), .integer),
            ListColumn("destination", Text(zh: "去向", en: "to")),
          ], options: output, console: workplace.console, zone: .gmt)
        if let failure = delivery.failure {
          throw Failure(
            Text(
              zh: "\(delivery.waiting) 条没有交付：\(failure.words.zh)；再次执行同一命令会重试",
              en: "\(delivery.waiting) were not delivered: \(failure.words.en); the same command tries them again"))
        }
      }
    }
  }
}
