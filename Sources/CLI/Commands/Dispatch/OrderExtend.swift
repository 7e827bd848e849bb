import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Extend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "extend", abstract: "Ask for more time on an order before it is due.",
      discussion: """
        Somebody whom the process names decides on it: approve-extension.

        Examples:
          hotline order extend 10000012 --by 3wd --reason "The part comes on Monday"
          hotline order extend 10000012 --clock resolve --by 2d
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "How much: 4h, 2d, 3wd.") var by: Budget
    @Option(help: "Which clock, where several run.") var clock: String?
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.perform(
        .askExtension(clock.map { ClockName(rawValue: $0) }, by: by, reason: reason), on: no)
    }
  }

  struct ApproveExtension: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "approve-extension", abstract: "Give the time that was asked for, or refuse it.",
      discussion: """
        Examples:
          hotline order approve-extension 10000012
          hotline order approve-extension 10000012 --refuse \\
            --reason "The part is in stock"
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Flag(name: .customLong("refuse"), help: "Refuse it.") var isRefused = false
    @Option(help: "Why.") var reason: String?
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await change.perform(
        isRefused ? .refuseExtension(reason: reason) : .approveExtension(reason: reason), on: no)
    }
  }
}
