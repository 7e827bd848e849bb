import ArgumentParser
import BackOffice
import Domain
import Foundation

extension CampaignCommand {
  /// What a command that changes where a campaign stands takes.
  struct StageOptions: ParsableArguments, Sendable {
    @Argument(help: "The campaign.") var key: String
    @Option(help: "Why.") var reason: String?
    @OptionGroup var output: OutputOptions

    func perform(_ wish: CampaignLife.Wish) async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let (stage, isNew) = try await session.change(
          CampaignKey(rawValue: key), wish, reason: reason, at: workplace.now)
        let words = stage.words
        workplace.console.say(
          isNew
            ? Text(zh: "外呼活动 \(key)：\(words.zh)", en: "campaign \(key) is \(words.en)")
            : Text(zh: "外呼活动 \(key) 本来就\(words.zh)", en: "campaign \(key) is \(words.en) already"))
      }
    }
  }

  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Give the targets of a campaign out.",
      discussion: "Example:\n  hotline campaign start spring")
    @OptionGroup var stage: StageOptions
    func run() async throws { try await stage.perform(.start) }
  }

  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pause",
      abstract: "Stop after the current calls: their results are still taken, nothing new is given out.",
      discussion: "Example:\n  hotline campaign pause spring --reason \"the line is down\"")
    @OptionGroup var stage: StageOptions
    func run() async throws { try await stage.perform(.pause) }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "resume", abstract: "Go on at the next target.",
      discussion: "Example:\n  hotline campaign resume spring")
    @OptionGroup var stage: StageOptions
    func run() async throws { try await stage.perform(.resume) }
  }

  struct End: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "end", abstract: "Be done with a campaign; its figures stay.",
      discussion: "Example:\n  hotline campaign end spring")
    @OptionGroup var stage: StageOptions
    func run() async throws { try await stage.perform(.end) }
  }
}
