import ArgumentParser
import BackOffice
import Domain
import Foundation

extension DatabaseCommand {
  /// `hotline db files`
  struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "files",
      abstract: "Hold the contents of files against the log: what is missing, damaged, or nobody's.",
      discussion: """
        Reads every content. Exit status 65 where one that an order has is missing or damaged; a backup brings it back. A \
        content of an order whose people were forgotten is missing by intent, and told as forgotten.

        Examples:
          hotline db files
          hotline db files --all --format csv
        """)
    @Flag(help: "Those that are whole, too.") var all = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let checks = try await session.checkFiles(in: try workplace.contents)
        let listing = try Listing(
          title: Text(zh: "附件内容", en: "contents"),
          columns: [
            ListColumn("content", Text(zh: "SHA-256", en: "SHA-256"), .code),
            ListColumn("condition", Text(zh: "状况", en: "condition")),
            ListColumn("bytes", Text(zh: "字节", en: "bytes"), .integer),
            ListColumn("orders", Text(zh: "工单数", en: "orders"), .integer),
            ListColumn("order", Text(zh: "工单", en: "order"), .code),
          ], options: output, console: workplace.console, zone: zone)
        var broken = 0
        for check in checks {
          let condition = Self.words(check)
          if condition == "missing" || condition == "damaged" { broken += 1 }
          guard all || condition != "whole" else { continue }
          try listing.append([
            .code(check.content.rawValue), .text(condition), .integer(check.byteCount), .integer(check.orders),
            .code(check.first?.description),
          ])
        }
        try listing.finish()
        workplace.console.say(
          Text(
            zh: "核对 \(checks.count) 个内容，\(broken) 个有问题",
            en: "\(checks.count) contents checked, \(broken) not as they should be"))
        if broken > 0 { throw ExitStatus.damaged }
      }
    }

    private static func words(_ check: FileCheck) -> String {
      guard check.first != nil else { return "nobody's" }
      if check.orders == 0 || check.isForgotten, check.condition == .missing { return "forgotten" }
      return check.condition.rawValue
    }
  }
}
