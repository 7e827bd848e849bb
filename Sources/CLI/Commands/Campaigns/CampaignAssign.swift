import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension CampaignCommand {
  struct Assign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "assign", abstract: "Give the open targets to people or groups: evenly, so many each, or by a list.",
      discussion: """
        A receiver is a code of the staff, a unit, or unit/person where the office keeps no people. With =30 it gets thirty, the \
        others share the rest in turn. What somebody has stays there unless --again is given. A list is a CSV or workbook with \
        the columns no and to.

        Examples:
          hotline campaign assign spring --to chen,lin,wang
          hotline campaign assign spring --to team-a=100,team-b
          hotline campaign assign spring --where 'area=north' --to chen --again
          hotline campaign assign spring --list people.csv
        """)
    @Argument(help: "The campaign.") var key: String
    @Option(help: ArgumentHelp("Who gets them.", valueName: "receivers")) var to: String?
    @Option(help: ArgumentHelp("A file that says which target goes to whom.", valueName: "file")) var list: String?
    @Option(
      name: .customLong("where"),
      help: ArgumentHelp("Only these: the filters of order list, as 'area=north'.", valueName: "filters"))
    var filters: [String] = []
    @Flag(help: "Also those that somebody has.") var again = false
    @Flag(name: .customLong("dry-run"), help: "Show who would get what, and write nothing.") var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if (to == nil) == (list == nil) { throw ValidationError("to whom? give --to chen,lin or --list FILE") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let campaign = CampaignKey(rawValue: key)
        let published = try await session.campaign(campaign).campaign
        var plan: [(no: OrderNumber, receiver: TargetReceiver)] = []
        var refused: [(row: Int, reason: String)] = []
        if let list {
          let wanted = try session.receivers(inFile: list, for: published)
          refused = wanted.refused
          for (receiver, numbers) in wanted.receivers {
            plan += try await session.assign(
              campaign, to: [receiver], numbers: Set(numbers), again: true, at: workplace.now, isRehearsal: isRehearsal)
          }
        } else {
          let receivers = try (to ?? "").split(separator: ",").map { try session.receiver(String($0), in: published) }
          var numbers: Set<OrderNumber>?
          if !filters.isEmpty {
            let query = try await WhereOptions.query(filters, session, workplace, zone)
            numbers = try await session.connection.run { connection in
              var numbers = Set<OrderNumber>()
              try OrderBoard.list(query, on: connection) { numbers.insert($0.no) }
              return numbers
            }
          }
          plan = try await session.assign(
            campaign, to: receivers, numbers: numbers, again: again, at: workplace.now, isRehearsal: isRehearsal)
        }
        try show(plan, refused, workplace, zone)
        if !refused.isEmpty { throw ExitStatus.rejectedRows }
      }
    }

    private func show(
      _ plan: [(no: OrderNumber, receiver: TargetReceiver)], _ refused: [(row: Int, reason: String)],
      _ workplace: Workplace, _ zone: TimeZone
    ) throws {
      let listing = try Listing(
        title: Text(zh: "分配", en: "receivers"),
        columns: [
          ListColumn("unit", Text(zh: "单位", en: "unit"), .code),
          ListColumn("staff", Text(zh: "承办人", en: "staff"), .code),
          ListColumn("count", Text(zh: "数量", en: "targets"), .integer),
          ListColumn("numbers", Text(zh: "工单号", en: "orders"), .json, priority: 3),
        ], options: output, console: workplace.console, zone: zone)
      var order: [String] = []
      var groups: [String: (receiver: TargetReceiver, numbers: [String])] = [:]
      for (no, receiver) in plan {
        let key = "\(receiver.unit)/\(receiver.staff ?? "")"
        if groups[key] == nil { order.append(key) }
        groups[key, default: (receiver, [])].numbers.append(no.description)
      }
      for key in order {
        guard let (receiver, numbers) = groups[key] else { continue }
        try listing.append([
          .code(receiver.unit.rawValue), .code(receiver.staff), .integer(numbers.count), .json(jsonArray(numbers)),
        ])
      }
      try listing.finish()
      for (row, reason) in refused {
        workplace.console.warn(Text(zh: "第 \(row) 行：\(reason)", en: "row \(row): \(reason)"))
      }
      if isRehearsal {
        workplace.console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written."))
      }
    }
  }
}
