import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline campaign …`: outbound calls by a list.
struct CampaignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Outbound campaigns: whom to call, when and how often, and what came of it.",
    discussion: """
      A campaign is a YAML file:

        campaign: spring
        labels: {zh: 春季回访, en: Spring check}
        process: outreach
        hours: {mon-fri: ["09:00-12:00", "14:00-20:00"], sat: 10:00-16:00}
        calendar: cn                      # not on its days off
        zones: {xj: Asia/Urumqi}          # of areas; else the office's
        attempts: {max: 3, pause: 2h}
        outcomes:
          miss: {means: unreached}
          promise: {means: reached, pause: 1d}
          complete: {means: converted}
          refuse: {means: declined}
        doNotCall: [survey]               # blocks for these count, too

        hotline campaign publish spring.yaml
        hotline campaign fill spring --where 'process=complaint kind=closed' \\
          --sample 20% --seed 7
        hotline campaign start spring
        hotline campaign next spring
        hotline campaign result 10000012 complete --note "All is well"
        hotline campaign report spring
      """,
    subcommands: [
      List.self, Show.self, Check.self, Publish.self, Start.self, Pause.self, Resume.self, End.self, Fill.self,
      Assign.self, Next.self, Result.self, Release.self, Report.self, Notify.self, Export.self, TakeBack.self,
    ])

  static let word = Text(zh: "外呼活动", en: "campaign")
  static let problems = Text(zh: "外呼活动", en: "the campaign has")

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a campaign; every problem is named with its line.",
      discussion: "Example:\n  hotline campaign check spring.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try DefinitionFile.read(file)
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        do {
          let campaign = try await session.checkCampaign(text)
          workplace.console.say(
            Text(zh: "\(file)：外呼活动 \(campaign.key)，没有问题", en: "\(file): campaign \(campaign.key), no problems"))
        } catch let error as ProcessError {
          throw DefinitionFile.failure(error, in: file, CampaignCommand.problems)
        }
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a campaign; what is running goes on by it.",
      discussion: "Example:\n  hotline campaign publish spring.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try DefinitionFile.read(file)
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        do {
          let (campaign, isNew) = try await session.publishCampaign(text, at: workplace.now)
          DefinitionFile.say(
            CampaignCommand.word, campaign.key.rawValue, campaign.version, isNew: isNew, workplace.console)
        } catch let error as ProcessError {
          throw DefinitionFile.failure(error, in: file, CampaignCommand.problems)
        }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the campaigns, and where they stand.",
      discussion: "Example:\n  hotline campaign list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        let listing = try Listing(
          title: Text(zh: "外呼活动", en: "campaigns"),
          columns: [
            ListColumn("key", Text(zh: "活动", en: "campaign"), .code),
            ListColumn("label", Text(zh: "名称", en: "name"), priority: 2),
            ListColumn("stage", Text(zh: "状态", en: "stage")),
            ListColumn("since", Text(zh: "自", en: "since"), .instant, priority: 3),
            ListColumn("process", Text(zh: "流程", en: "process"), priority: 2),
            ListColumn("targets", Text(zh: "对象", en: "targets"), .integer),
            ListColumn("open", Text(zh: "未完成", en: "open"), .integer),
            ListColumn("reached", Text(zh: "接通", en: "reached"), .integer),
            ListColumn("converted", Text(zh: "成功", en: "converted"), .integer),
          ], options: output, console: workplace.console, zone: output.zone(office: definitions.calendar.timeZone))
        let language = workplace.console.language
        let words = definitions.words(output, language)
        for campaign in definitions.allCampaigns {
          let state = try await session.campaign(campaign.key)
          let figures = try await session.figures(of: campaign.key).total
          let stage = output.isForPeople ? state.life.stage.words(language) : state.life.stage.rawValue
          try listing.append([
            .code(campaign.key.rawValue), .text(campaign.labels(language)), .text(stage), .instant(state.life.since),
            .text(words.process(campaign.process)), .integer(figures.targets), .integer(figures.open),
            .integer(figures.reached), .integer(figures.converted),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Tell what happened to a campaign; with --yaml, write out its YAML.",
      discussion: "Examples:\n  hotline campaign show spring\n  hotline campaign show spring --yaml > spring.yaml")
    @Argument(help: "The campaign.") var key: String
    @Flag(help: "Its YAML, as it was published.") var yaml = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let state = try await session.campaign(CampaignKey(rawValue: key))
        if yaml {
          let text = try await session.versions(of: .campaign, key).last?.definition.body ?? ""
          return try DefinitionFile.write(text)
        }
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "活动经过", en: "events of the campaign"),
          columns: [
            ListColumn("position", Text(zh: "位置", en: "position"), .integer, priority: 3),
            ListColumn("at", Text(zh: "时间", en: "at"), .instant), ListColumn("what", Text(zh: "事件", en: "what")),
            ListColumn("actor", Text(zh: "经办", en: "by")), ListColumn("data", Text(zh: "内容", en: "data"), .json),
          ], options: output, console: workplace.console, zone: zone)
        let language = workplace.console.language
        for (recorded, _) in state.history {
          try listing.append([
            .integer(Int(recorded.position)), .instant(recorded.occurredAt),
            .text(output.isForPeople ? EventWords.name(recorded.type)(language) : recorded.type.name),
            .text(recorded.authorship.actor),
            output.isTable ? .text(JSONFields(recorded.data, zone).summary(without: [])) : .json(recorded.data),
          ])
        }
        try listing.finish()
        workplace.console.say(
          Text(
            zh: "\(key)：\(state.life.stage.words(.zh))", en: "\(key) is \(state.life.stage.words(.en))"))
      }
    }
  }
}

extension CampaignLife.Stage {
  /// For people.
  var words: Text {
    switch self {
    case .planned: Text(zh: "未开始", en: "planned")
    case .running: Text(zh: "进行中", en: "running")
    case .paused: Text(zh: "已暂停", en: "paused")
    case .ended: Text(zh: "已结束", en: "ended")
    }
  }
}
