"""What a first message asks to learn or offers to teach; most come from the rehearsal."""

import pytest

from bot.understanding.wishes import wish_in

MENTEES = {
    "Bonjour, j’aimerais apprendre à me servir de LinkedIn pour autre chose que recopier mon CV. Je"
    " voudrais surtout être visible des conseils d’administration.": (
        "Me servir de LinkedIn pour autre chose que recopier mon CV"
    ),
    "Hello, I’m based in London and a member of the Paris network. I’d like some help to write a"
    " LinkedIn profile that doesn’t read like a contract.": (
        "Write a LinkedIn profile that doesn’t read like a contract"
    ),
    "Bonjour Bonjour ! Je m’occupe d’une association de quartier et j’ai besoin d’une jeune pour"
    " m’apprendre Facebook et les groupes WhatsApp.": "Facebook et les groupes WhatsApp",
    "Hi! American in Paris, 25 years of marketing and still scared of Twitter. Can somebody half my"
    " age help me?": "",
    "Bonsoir, éditrice, grande lectrice, petite internaute. J’aimerais tenir un blog de lectures et"
    " savoir le faire circuler.": "",
    "Bonsoir ! On m’a dit que vous faisiez rajeunir les consultantes, je suis candidate :-)": "",
    "Hello, I moved to Paris last year and would like to be a mentee. My French is still slow, is"
    " English ok?": "",
    "Bonjour": "",
    "J’ai besoin d’aide avec Twitter, s’il vous plaît !": "Twitter",
    "need help w twitter pls": "Twitter",
    "Could you help us with shared documents, please? Thanks": "Shared documents",
    "Je voudrais progresser sur Teams, merci d’avance :-)": "Teams",
    "I want to learn how to use it properly": "",
    "Je voudrais apprendre ceci : tenir un blog": "Tenir un blog",
    "Bonjour, j’aimerais apprendre ceci: « Instagram »": "« Instagram »",
    "Hi, I want to learn this: run a page": "Run a page",
    "I’d like to learn the following: Twitter": "Twitter",
}
MENTORS = {
    "Bonjour, je suis community manager et je peux aider quelqu’un sur Facebook ou Instagram, avec"
    " plaisir !": "Facebook ou Instagram",
    "Bonjour, journaliste, je passe ma vie sur Twitter : je peux apprendre à quelqu’un à suivre"
    " l’actu sans se noyer.": "Suivre l’actu sans se noyer",
    "Hello! I can teach LinkedIn, Twitter and shared documents. In English please, my French is"
    " still a beginner’s.": "LinkedIn, Twitter and shared documents",
    "Bonjour, la veille, les flux, les alertes, c’est mon quotidien. Je peux apprendre à quelqu’un"
    " à trier au lieu d’accumuler.": "Trier au lieu d’accumuler",
    "Hello ! Je travaille dans une asso et je veux bien montrer Facebook et WhatsApp à quelqu'un"
    " qui n'y connait rien": "Facebook et WhatsApp",
    "Bonjour, je suis à Genève et disponible à distance pour accompagner une mentorée sur LinkedIn"
    " ou la veille.": "LinkedIn ou la veille",
    "Bonjour, je suis un homme mais ma sœur est membre et m’a convaincu : je peux aider sur"
    " LinkedIn et les blogs d’entreprise.": "LinkedIn et les blogs d’entreprise",
    "Bonjour, Instagram et l’image c’est mon métier, je serais ravie de former quelqu’un.": "",
    "Bonjour, je veux bien aider pour LinkedIn, WhatsApp, Slack": "LinkedIn, WhatsApp, Slack",
    "Hi, I’m in London and I’d love to mentor somebody from the network. LinkedIn and Twitter are"
    " my things.": "",
    "Bonjour, je connais bien Facebook et Instagram pour les petites entreprises, je veux bien"
    " transmettre.": "",
    "Coucou, je tiens un blog depuis 5 ans, ça peut servir à quelqu’un ?": "",
    "Je peux apprendre Instagram à une jeune collègue": "Instagram",
    "Je pourrais aider un directeur à se servir de ChatGPT": "Se servir de ChatGPT",
    "Je serais heureuse d’accompagner une mentorée cette année": "",
    "I could help a director use ChatGPT, with pleasure": "ChatGPT",
    "I’m happy to teach LinkedIn to a senior colleague. Gladly!": "LinkedIn",
    "I would be glad to coach a leader": "",
    "I know AI well and can share what I know": "",
    "Je tiens un blog, je peux montrer comment on fait": "",
    "Je peux montrer ceci : Facebook": "Facebook",
    "I can teach these: Twitter, LinkedIn": "Twitter, LinkedIn",
    "Dispo pour former sur Teams et les outils de visio 🙂": "Teams et les outils de visio",
}


@pytest.mark.parametrize(("said", "wish"), MENTEES.items())
def test_what_a_mentee_wants_to_learn(said, wish):
    assert wish_in(said, "mentee") == wish


@pytest.mark.parametrize(("said", "wish"), MENTORS.items())
def test_what_a_mentor_can_teach(said, wish):
    assert wish_in(said, "mentor") == wish


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_kind_words_alone_are_no_wish(role):
    for said in ("aider avec plaisir", "help, please", "apprendre, volontiers, merci"):
        assert wish_in(said, role) == ""
